package dev.bulwark.scan.npy;

import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// The element type a header describes.
///
/// @param size in bytes; -1 when it is not known
/// @param objects whether there are Python objects in it
record ElementType(long size, boolean objects) {
  private static final ElementType UNKNOWN = new ElementType(-1, false);
  private static final Pattern SIMPLE =
      Pattern.compile("[<>|=]?([?bBhHiIlLqQfdgFDGuceSaUVmMO])([0-9]{0,9})(\\[[0-9A-Za-z]*])?");

  /// A text such as `<f8`, or a list of fields `(name, type)` and `(name, type, shape)`.
  static ElementType of(@Nullable Object description) {
    return switch (description) {
      case String text -> simple(text);
      case List<?> fields -> structure(fields);
      case null, default -> UNKNOWN;
    };
  }

  private static ElementType simple(String text) {
    Matcher parts = SIMPLE.matcher(text);
    if (!parts.matches()) {
      return UNKNOWN;
    }
    char kind = parts.group(1).charAt(0);
    if (kind == 'O') {
      return new ElementType(8, true);
    }
    if (parts.group(2).isEmpty()) {
      return kind == '?' ? new ElementType(1, false) : UNKNOWN;
    }
    long size = Long.parseLong(parts.group(2));
    return new ElementType(kind == 'U' ? 4 * size : size, false);
  }

  private static ElementType structure(List<?> fields) {
    long size = 0;
    boolean objects = false;
    for (Object field : fields) {
      if (!(field instanceof List<?> parts) || parts.size() < 2 || parts.size() > 3) {
        return UNKNOWN;
      }
      ElementType type = of(parts.get(1));
      long count = parts.size() == 3 ? NpyReader.product(parts.get(2)) : 1;
      if (type.size < 0 || count < 0 || (count > 0 && type.size > (1L << 40) / count)) {
        return new ElementType(-1, objects || type.objects);
      }
      size += type.size * count;
      objects |= type.objects;
    }
    return new ElementType(size, objects);
  }
}
