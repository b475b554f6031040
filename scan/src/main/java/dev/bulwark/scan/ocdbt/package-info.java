/// OCDBT, the store of tensorstore that Orbax writes checkpoints of JAX to: a manifest, and data
/// files that hold the nodes of B+trees and the values. Only what the manifest leads to says which
/// bytes of a data file are what, so the manifest is read together with the files beside it.
///
/// Source: the storage format in tensorstore's `kvstore/ocdbt/index.rst`, and its codecs.
@NullMarked
package dev.bulwark.scan.ocdbt;

import org.jspecify.annotations.NullMarked;
