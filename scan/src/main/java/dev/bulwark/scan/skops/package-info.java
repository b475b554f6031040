/// skops: scikit-learn models as a zip with a `schema.json`, a tree of nodes that each name a
/// loader, a module and a class, and with arrays beside it.
///
/// {@link dev.bulwark.scan.skops.SkopsChecks} are rules over the JSON: names are judged by the same
/// {@link dev.bulwark.scan.pickle.PicklePolicy} as those of a pickle, and a node's loader is held
/// against its class, because some versions checked one and used the other. {@link
/// dev.bulwark.scan.skops.SkopsReader} reads the archive around it and hands every member on.
@NullMarked
package dev.bulwark.scan.skops;

import org.jspecify.annotations.NullMarked;
