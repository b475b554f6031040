package dev.bulwark.kernel.json;

import java.math.BigDecimal;
import java.math.MathContext;
import java.math.RoundingMode;
import java.util.Comparator;
import java.util.Map;

/// RFC 8785 (JSON Canonicalization Scheme).
final class CanonicalJson {
  private CanonicalJson() {}

  static String render(Json value) {
    StringBuilder out = new StringBuilder();
    render(value, out);
    return out.toString();
  }

  private static void render(Json value, StringBuilder out) {
    switch (value) {
      case Json.Null _ -> out.append("null");
      case Json.Bool bool -> out.append(bool.value());
      case Json.Int integer -> out.append(integer.value());
      case Json.Real real -> out.append(ecmaScript(real.value()));
      case Json.Text text -> quote(text.value(), out);
      case Json.Arr array -> {
        out.append('[');
        String separator = "";
        for (Json item : array.items()) {
          out.append(separator);
          render(item, out);
          separator = ",";
        }
        out.append(']');
      }
      case Json.Obj object -> {
        out.append('{');
        String separator = "";
        for (Map.Entry<String, Json> member : sorted(object)) {
          out.append(separator);
          quote(member.getKey(), out);
          out.append(':');
          render(member.getValue(), out);
          separator = ",";
        }
        out.append('}');
      }
    }
  }

  /// String's own order compares UTF-16 code units, which is what §3.2.3 asks for.
  private static Iterable<Map.Entry<String, Json>> sorted(Json.Obj object) {
    return object.members().entrySet().stream()
        .sorted(Map.Entry.comparingByKey(Comparator.naturalOrder()))
        .toList();
  }

  private static void quote(String text, StringBuilder out) {
    out.append('"');
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      switch (c) {
        case '"' -> out.append("\\\"");
        case '\\' -> out.append("\\\\");
        case '\b' -> out.append("\\b");
        case '\f' -> out.append("\\f");
        case '\n' -> out.append("\\n");
        case '\r' -> out.append("\\r");
        case '\t' -> out.append("\\t");
        default -> {
          if (c < 0x20) {
            out.append("\\u00")
                .append(Character.forDigit(c >> 4, 16))
                .append(Character.forDigit(c & 15, 16));
          } else {
            out.append(c);
          }
        }
      }
    }
    out.append('"');
  }

  /// ECMA-262 `Number::toString`: plain digits from 1e-6 up to 1e21, otherwise an exponent.
  private static String ecmaScript(double value) {
    if (value == 0) {
      return "0";
    }
    BigDecimal decimal = shortest(Math.abs(value));
    String digits = decimal.unscaledValue().toString();
    int pointAt = digits.length() - decimal.scale();
    String text;
    if (pointAt > 21 || pointAt <= -6) {
      String fraction = digits.length() == 1 ? "" : "." + digits.substring(1);
      int exponent = pointAt - 1;
      text = digits.charAt(0) + fraction + "e" + (exponent < 0 ? "-" : "+") + Math.abs(exponent);
    } else if (pointAt <= 0) {
      text = "0." + "0".repeat(-pointAt) + digits;
    } else if (digits.length() <= pointAt) {
      text = digits + "0".repeat(pointAt - digits.length());
    } else {
      text = digits.substring(0, pointAt) + "." + digits.substring(pointAt);
    }
    return value < 0 ? "-" + text : text;
  }

  /// The fewest digits that read back as `value`. Java's own text is that, but never has fewer than
  /// two digits: 4.9E-324 is 5e-324.
  private static BigDecimal shortest(double value) {
    BigDecimal java = new BigDecimal(Double.toString(value)).stripTrailingZeros();
    if (java.precision() == 2) {
      BigDecimal oneDigit = java.round(new MathContext(1, RoundingMode.HALF_UP));
      if (oneDigit.doubleValue() == value) {
        return oneDigit.stripTrailingZeros();
      }
    }
    return java;
  }
}
