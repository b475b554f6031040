/// Makes the files of the example projects, byte for byte the same each time: applications for
/// credit drawn by a seeded generator, a scorer trained on them, its exports, and a poisoned twin.
/// No data is downloaded, and no person is behind any row.
@NullMarked
package dev.bulwark.examples;

import org.jspecify.annotations.NullMarked;
