package dev.bulwark.scan.jinja;

import dev.bulwark.kernel.check.Budget;
import dev.bulwark.kernel.check.Limits;
import dev.bulwark.kernel.check.Place;
import dev.bulwark.kernel.format.Reading;
import dev.bulwark.kernel.format.Source;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;
import java.util.TreeSet;

/// By hand: reads templates, one a line in base64, and prints for each whether it parses and which
/// names its tree holds, for comparison with Jinja2's own parser (`jinja_oracle.py`); or, given
/// files, what they reach.
final class TemplateOracle {
  private TemplateOracle() {}

  public static void main(String[] args) throws IOException {
    if (args[0].equals("--reach")) {
      for (int i = 1; i < args.length; i++) {
        reach(Path.of(args[i]));
      }
      return;
    }
    try (var lines = Files.lines(Path.of(args[0]), StandardCharsets.US_ASCII)) {
      lines.forEach(
          line ->
              System.out.println(
                  answer(new String(Base64.getDecoder().decode(line), StandardCharsets.UTF_8))));
    }
  }

  private static void reach(Path file) throws IOException {
    byte[] bytes = Files.readAllBytes(file);
    Reading<JinjaView> reading =
        new JinjaReader()
            .read(
                Source.of(Place.of("x.jinja"), bytes), Budget.of(Limits.DEFAULT, System::nanoTime));
    switch (reading) {
      case Reading.View<JinjaView>(JinjaView view, var _) ->
          System.out.println(file.getFileName() + ": " + view.reaches());
      case Reading.NotMine<JinjaView> _,
          Reading.Malformed<JinjaView> _,
          Reading.OverLimit<JinjaView> _ ->
          System.out.println(file.getFileName() + ": NOT READ " + reading);
    }
  }

  static String answer(String text) {
    Budget budget = Budget.of(Limits.DEFAULT, System::nanoTime);
    try {
      Tokens tokens = new Tokens(new Lexer(text, budget).tokens(), budget);
      TreeSet<String> names = new TreeSet<>();
      new Statements(tokens).template().forEach(node -> TreeNames.of(node, names));
      return "ok " + String.join(" ", names);
    } catch (Broken e) {
      return "no";
    } catch (Budget.OverLimit e) {
      return "limit";
    }
  }
}
