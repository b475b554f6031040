/// Which of two versions comes first, by the rules of their own ecosystem: PEP 440, Maven, Semantic
/// Versioning 2.0. The answer is an {@link dev.bulwark.inventory.version.Order}; a version that
/// follows no grammar is not comparable, which is never "not affected" (law 1), and nothing throws.
@NullMarked
package dev.bulwark.inventory.version;

import org.jspecify.annotations.NullMarked;
