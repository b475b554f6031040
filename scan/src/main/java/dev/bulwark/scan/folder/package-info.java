/// Facts about a folder as a whole, which no single file shows.
@NullMarked
package dev.bulwark.scan.folder;

import org.jspecify.annotations.NullMarked;
