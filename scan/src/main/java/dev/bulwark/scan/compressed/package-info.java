/// Single compressed streams: gzip, zlib, bzip2, xz, lzma, lz4, Zstandard, compress, and joblib's
/// old wrapping. What a stream unpacks to is one source inside; bytes that unpacking passes over or
/// that stand behind the end are told, and handed on as well.
///
/// A format is a {@link dev.bulwark.scan.compressed.Codec} and a line in {@link
/// dev.bulwark.scan.compressed.BuiltinCodecs}.
@NullMarked
package dev.bulwark.scan.compressed;

import org.jspecify.annotations.NullMarked;
