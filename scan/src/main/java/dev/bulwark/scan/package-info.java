/// Model files at rest: what is in them, and what would happen to whoever loads them. Nothing is
/// loaded, unpickled or evaluated (law 5).
///
/// Start at {@link dev.bulwark.scan.ModelFileScanner}. It tries every {@link
/// dev.bulwark.scan.Format} on the bytes, whatever the file is called, runs that format's checks on
/// what was read, goes into what is carried within, and joins everything per rule into one run of
/// the suite `model-file-scan`.
///
/// **Adding a format**: write a reader (`FormatReader`), its view and its checks in a package of
/// its own, a test that extends `FormatReaderContract`, and one line in {@link
/// dev.bulwark.scan.BuiltinFormats}.
@NullMarked
package dev.bulwark.scan;

import org.jspecify.annotations.NullMarked;
