/// Zip archives, read twice: by the central directory at the end, as loaders do, and by the local
/// headers before each member, as streaming readers do. Where the two tell different stories a
/// scanner and a loader can be made to see different files, so every difference is kept in the
/// {@link dev.bulwark.scan.zip.ZipView} (APPNOTE.TXT 6.3.10).
@NullMarked
package dev.bulwark.scan.zip;

import org.jspecify.annotations.NullMarked;
