/// Archives that are read whole (7z, ar, cpio), files that are recognised by their mark and not
/// read (RAR, cabinet, disk images …), and native programs.
@NullMarked
package dev.bulwark.scan.archive;

import org.jspecify.annotations.NullMarked;
