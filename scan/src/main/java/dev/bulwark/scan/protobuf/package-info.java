/// Protocol Buffers, walked by a schema that is data; nothing is built, so memory follows neither
/// length fields nor the size of the file.
///
/// A format loads its {@link dev.bulwark.scan.protobuf.Schema} and goes through a file with {@link
/// dev.bulwark.scan.protobuf.Fields}. What the schema does not have is passed over, as parsers do,
/// and told in {@link dev.bulwark.scan.protobuf.Notes}: unknown fields with their bytes, fields of
/// another wire type, groups, numbers written longer than needed, and singular fields that occur
/// twice, where parsers take the last number and merge messages.
@NullMarked
package dev.bulwark.scan.protobuf;

import org.jspecify.annotations.NullMarked;
