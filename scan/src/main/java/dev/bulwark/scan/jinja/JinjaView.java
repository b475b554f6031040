package dev.bulwark.scan.jinja;

import dev.bulwark.kernel.check.Place;
import dev.bulwark.kernel.format.Source;
import dev.bulwark.scan.text.Lines;
import dev.bulwark.scan.text.TextView;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Set;

/// A template, and what it reaches.
///
/// @param text what was decoded from the source
/// @param reaches in the order they were found, each once
/// @param statements how many statements and texts stand at its top
public record JinjaView(Source source, String text, List<Reach> reaches, int statements) {

  JinjaView(Source source, String text, Set<Reach> reaches, int statements) {
    this(source, text, List.copyOf(reaches), statements);
  }

  Place place(int at) {
    int bytes =
        text.substring(0, Math.min(at, text.length())).getBytes(StandardCharsets.UTF_8).length;
    return Lines.place(source, bytes);
  }

  /// The line of a character, from 0.
  int line(int at) {
    return (int) text.chars().limit(at).filter(c -> c == '\n').count();
  }

  /// The template as any text.
  public TextView asText() {
    return new TextView(source);
  }
}
