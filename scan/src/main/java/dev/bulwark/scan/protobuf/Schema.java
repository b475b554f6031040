package dev.bulwark.scan.protobuf;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// The messages of a format, as data. Immutable.
///
/// The text form has one line per message: its name, then its fields, separated by spaces; `#`
/// starts a comment. A field is its number, or a range of numbers (`100-200`), then `*` when it is
/// repeated, then its kind: `n` a varint, `f` four bytes, `d` eight bytes, `s` text or bytes, `@`
/// and a name a message.
///
/// ```
/// Graph 1*@Node 2s 5*@Tensor
/// ```
public final class Schema {

  /// One message: what its fields are, by number.
  public static final class Message {
    private final String name;
    private final String kinds;
    private final boolean[] repeated;
    private final @Nullable Message[] messages;

    private Message(String name, String[] fields) {
      this.name = name;
      int highest = 0;
      for (String field : fields) {
        highest = Math.max(highest, Field.parse(field).last());
      }
      char[] byNumber = "-".repeat(highest + 1).toCharArray();
      this.repeated = new boolean[highest + 1];
      for (String text : fields) {
        Field field = Field.parse(text);
        for (int number = field.first(); number <= field.last(); number++) {
          byNumber[number] = field.kind().charAt(0);
          repeated[number] = field.repeated();
        }
      }
      this.kinds = new String(byNumber);
      this.messages = new Message[highest + 1];
    }

    private void link(String[] fields, Map<String, Message> all) {
      for (String text : fields) {
        Field field = Field.parse(text);
        if (field.kind().charAt(0) == '@') {
          Message target = all.get(field.kind().substring(1));
          if (target == null) {
            throw new IllegalArgumentException("the message " + field.kind() + " is not defined");
          }
          for (int number = field.first(); number <= field.last(); number++) {
            messages[number] = target;
          }
        }
      }
    }

    public String name() {
      return name;
    }

    /// Whether the message has such a field, whatever its wire type.
    boolean names(int field) {
      return field < kinds.length() && kinds.charAt(field) != '-';
    }

    /// Whether the message has such a field with such a wire type; parsers skip what it has not.
    public boolean has(int field, int wireType) {
      return switch (field < kinds.length() ? kinds.charAt(field) : '-') {
        case 's', '@' -> wireType == Wire.LENGTH;
        case 'n' -> wireType == Wire.VARINT || isPacked(field, wireType);
        case 'f' -> wireType == Wire.FIXED32 || isPacked(field, wireType);
        case 'd' -> wireType == Wire.FIXED64 || isPacked(field, wireType);
        default -> false;
      };
    }

    private boolean isPacked(int field, int wireType) {
      return wireType == Wire.LENGTH && repeated[field];
    }

    char kind(int field) {
      return kinds.charAt(field);
    }

    boolean isRepeated(int field) {
      return repeated[field];
    }

    @Nullable Message message(int field) {
      return messages[field];
    }
  }

  /// @param kind with the message's name after `@`
  private record Field(int first, int last, boolean repeated, String kind) {
    static Field parse(String text) {
      int end = 0;
      while (end < text.length()
          && (Character.isDigit(text.charAt(end)) || text.charAt(end) == '-')) {
        end++;
      }
      String[] range = text.substring(0, end).split("-", -1);
      boolean repeated = text.charAt(end) == '*';
      String kind = text.substring(repeated ? end + 1 : end);
      if ("nfds@".indexOf(kind.charAt(0)) < 0) {
        throw new IllegalArgumentException("expected a field such as 5*@Tensor, found " + text);
      }
      return new Field(
          Integer.parseInt(range[0]), Integer.parseInt(range[range.length - 1]), repeated, kind);
    }
  }

  private final Map<String, Message> messages;

  private Schema(Map<String, Message> messages) {
    this.messages = Map.copyOf(messages);
  }

  /// The schema in a resource beside a class.
  public static Schema resource(Class<?> beside, String name) {
    try (InputStream in = beside.getResourceAsStream(name)) {
      if (in == null) {
        throw new IllegalStateException(name + " is missing from the build");
      }
      return parse(new String(in.readAllBytes(), StandardCharsets.UTF_8));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /// @throws IllegalArgumentException when the text does not follow the form, or names a message
  ///   that it does not define
  public static Schema parse(String text) {
    Map<String, String[]> lines = new HashMap<>();
    text.lines()
        .filter(line -> !line.isBlank() && !line.startsWith("#"))
        .map(line -> line.split(" ", 2))
        .forEach(
            parts ->
                lines.put(
                    parts[0], parts.length == 1 ? new String[0] : parts[1].trim().split(" ", -1)));
    Map<String, Message> messages = new HashMap<>();
    lines.forEach((name, fields) -> messages.put(name, new Message(name, fields)));
    lines.forEach((name, fields) -> message(messages, name).link(fields, messages));
    return new Schema(messages);
  }

  private static Message message(Map<String, Message> messages, String name) {
    Message message = messages.get(name);
    if (message == null) {
      throw new IllegalArgumentException("the schema has no message " + name);
    }
    return message;
  }

  /// @throws IllegalArgumentException when there is no such message
  public Message message(String name) {
    return message(messages, name);
  }
}
