/// Package URLs: one name for one package, in the canonical form of ECMA-427 (purl), with the rules
/// of each type. A text becomes a {@link dev.bulwark.inventory.purl.PackageUrl} or a refusal that
/// says why; nothing throws on foreign text.
@NullMarked
package dev.bulwark.inventory.purl;

import org.jspecify.annotations.NullMarked;
