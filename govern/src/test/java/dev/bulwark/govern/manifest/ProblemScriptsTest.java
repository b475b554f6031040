package dev.bulwark.govern.manifest;

import static org.assertj.core.api.Assertions.assertThat;

import dev.bulwark.kernel.bytes.Bytes;
import dev.bulwark.kernel.check.Place;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/// Each script under `problems/` is a mistake and the report it must get:
///
/// ```
/// what the mistake is
/// --- change                    (or: --- manifest, with its whole text; or: --- generated NAME)
/// - a line of sound.yaml
/// + what stands there instead
/// --- report
/// ```
class ProblemScriptsTest {
  private static final Path SCRIPTS = Sound.RESOURCES.resolve("problems");

  @Test
  void theSoundManifestHasNoProblems() {
    assertThat(Sound.report(Sound.read(Sound.text()))).isEqualTo("no problems\n");
  }

  @TestFactory
  Stream<DynamicTest> everyMistakeIsExplained() throws IOException {
    try (Stream<Path> scripts = Files.list(SCRIPTS)) {
      List<Path> sorted = scripts.sorted().toList();
      assertThat(sorted).hasSizeGreaterThan(30);
      return sorted.stream()
          .map(
              script ->
                  DynamicTest.dynamicTest(script.getFileName().toString(), () -> run(script)));
    }
  }

  private static void run(Path script) throws IOException {
    String text = Files.readString(script);
    int report = text.indexOf("--- report\n");
    String head = text.substring(0, report);
    String actual = Sound.report(parse(manifest(head), files(head)));
    assertThat(actual).as("a mistake must be reported").isNotEqualTo("no problems\n");
    Golden.check(script, head + "--- report\n" + actual);
  }

  private static ManifestReading parse(byte[] manifest, ProjectFiles files) {
    return Sound.READER.parse(Place.of("bulwark.yaml"), Bytes.of(manifest), files);
  }

  private static ProjectFiles files(String head) {
    ListedFiles files = ListedFiles.sound();
    for (String line : head.lines().toList()) {
      String[] words = line.split(" ", 3);
      switch (words[0]) {
        case "unreadable:" -> files.unreadable(words[1], words[2]);
        case "leaves:" ->
            files.without(words[1]).gap(words[1], ProjectFiles.Gap.Kind.LEAVES_PROJECT, words[2]);
        case "hidden:" -> files.gap(words[1], ProjectFiles.Gap.Kind.UNREADABLE, words[2]);
        default -> {}
      }
    }
    return files;
  }

  static String manifestText(String script) {
    return new String(
        manifest(script.substring(0, script.indexOf("--- report\n"))), StandardCharsets.UTF_8);
  }

  private static byte[] manifest(String head) {
    int mark = head.indexOf("--- ");
    int end = head.indexOf('\n', mark);
    String kind = head.substring(mark + 4, end);
    String body = head.substring(end + 1);
    return switch (kind.split(" ")[0]) {
      case "change" -> changed(body).getBytes(StandardCharsets.UTF_8);
      case "manifest" -> body.getBytes(StandardCharsets.UTF_8);
      case "generated" -> generated(kind.split(" ")[1]);
      default -> throw new IllegalArgumentException(kind);
    };
  }

  /// Runs of `-` lines are replaced by the `+` lines that follow them.
  private static String changed(String body) {
    String text = Sound.text();
    List<String> minus = new ArrayList<>();
    List<String> plus = new ArrayList<>();
    for (String line : (body + "= end").lines().toList()) {
      boolean edit = line.startsWith("- ") || line.startsWith("+ ");
      if (!plus.isEmpty() && !line.startsWith("+ ") || !edit && !minus.isEmpty()) {
        text = replace(text, minus, plus);
        minus.clear();
        plus.clear();
      }
      if (edit) {
        (line.startsWith("- ") ? minus : plus).add(line.substring(2));
      }
    }
    return text;
  }

  private static String replace(String text, List<String> minus, List<String> plus) {
    String old = String.join("\n", minus) + "\n";
    assertThat(text.split("\n" + java.util.regex.Pattern.quote(old), -1))
        .as("the lines %s stand once in sound.yaml", minus)
        .hasSize(2);
    return text.replace("\n" + old, "\n" + String.join("\n", plus) + (plus.isEmpty() ? "" : "\n"));
  }

  private static byte[] generated(String name) {
    return switch (name) {
      case "empty" -> new byte[0];
      case "latin-1" -> Sound.text().replace("ada", "adé").getBytes(StandardCharsets.ISO_8859_1);
      case "utf-16" -> Sound.text().getBytes(StandardCharsets.UTF_16);
      case "two-mebibytes" -> ("# " + "x".repeat(1 << 21)).getBytes(StandardCharsets.UTF_8);
      case "deep" -> ("bulwark: " + "[".repeat(100_000)).getBytes(StandardCharsets.UTF_8);
      case "many-values" ->
          ("bulwark: [" + "1,".repeat(200_000) + "1]").getBytes(StandardCharsets.UTF_8);
      case "many-mistakes" -> {
        StringBuilder out = new StringBuilder(Sound.text());
        for (int i = 0; i < 300; i++) {
          out.append("unknown-").append(i).append(": 1\n");
        }
        yield out.toString().getBytes(StandardCharsets.UTF_8);
      }
      case "control-character" ->
          Sound.text().replace("Answers", "Ans\u0007wers").getBytes(StandardCharsets.UTF_8);
      default -> throw new IllegalArgumentException(name);
    };
  }
}
