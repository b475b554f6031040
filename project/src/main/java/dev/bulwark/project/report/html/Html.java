package dev.bulwark.project.report.html;

import java.util.List;

/// A piece of HTML that is safe by construction: text and attribute values are always escaped, and
/// only this class writes a tag.
final class Html {
  private final String markup;

  private Html(String markup) {
    this.markup = markup;
  }

  static Html text(String text) {
    return new Html(escape(text));
  }

  /// An attribute, for the head of {@link #element}.
  record Attribute(String name, String value) {}

  static Attribute attribute(String name, String value) {
    return new Attribute(name, value);
  }

  static Attribute classes(String names) {
    return new Attribute("class", names);
  }

  static Html element(String name, List<Attribute> attributes, Html... children) {
    StringBuilder out = new StringBuilder("<").append(name);
    attributes.forEach(
        it ->
            out.append(' ').append(it.name()).append("=\"").append(escape(it.value())).append('"'));
    out.append('>');
    for (Html child : children) {
      out.append(child.markup);
    }
    return new Html(out.append("</").append(name).append('>').toString());
  }

  static Html element(String name, Html... children) {
    return element(name, List.of(), children);
  }

  static Html element(String name, String classes, Html... children) {
    return element(name, List.of(classes(classes)), children);
  }

  static Html join(List<Html> parts) {
    StringBuilder out = new StringBuilder();
    parts.forEach(part -> out.append(part.markup));
    return new Html(out.toString());
  }

  static Html none() {
    return new Html("");
  }

  /// A whole document.
  ///
  /// @param style the style sheet, trusted, from our own resources
  static String document(String title, String style, Html body) {
    return "<!doctype html>\n<html lang=\"en\"><head><meta charset=\"utf-8\">"
        + "<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">"
        + "<meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'; style-src 'unsafe-inline'\">"
        + "<title>"
        + escape(title)
        + "</title><style>"
        + style
        + "</style></head><body>"
        + body.markup
        + "</body></html>\n";
  }

  /// Control characters other than white space cannot stand in HTML and are shown as U+FFFD.
  private static String escape(String text) {
    StringBuilder out = new StringBuilder(text.length() + 16);
    text.codePoints()
        .forEach(
            c -> {
              switch (c) {
                case '&' -> out.append("&amp;");
                case '<' -> out.append("&lt;");
                case '>' -> out.append("&gt;");
                case '"' -> out.append("&quot;");
                case '\'' -> out.append("&#39;");
                default ->
                    out.appendCodePoint(
                        Character.isISOControl(c) && !Character.isWhitespace(c) ? 0xfffd : c);
              }
            });
    return out.toString();
  }
}
