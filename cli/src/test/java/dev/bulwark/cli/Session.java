package dev.bulwark.cli;

import dev.bulwark.project.Shell;
import dev.bulwark.project.terminal.Terminal;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/// A readable script of a terminal session, run in this process with its own clock.
///
/// ```
/// # a comment
/// $ bulwark check @/project            runs the command; `@` is the session's folder
/// …what it printed, standard error first marked with `! `…
/// [exit 1]
/// $ copy credit-scoring @/project      copies an example
/// $ replace @/file "old" "new"         edits a file
/// $ zip @/folder @/file.zip            packs a folder
/// $ wait PT12H                         moves the clock
/// ```
///
/// Digests, which signatures make different each time, are shown as `sha256:…`.
final class Session {
  private final Path folder;
  private final Path examples;
  private Instant now;

  Session(Path folder, Path examples) {
    this(folder, examples, Instant.parse("2026-11-24T10:00:00Z"));
  }

  /// @param start when it begins, for a script that goes on under the real clock
  Session(Path folder, Path examples, Instant start) {
    this.folder = folder;
    this.examples = examples;
    this.now = start;
  }

  /// Runs every command of the script.
  ///
  /// @return the script with what really happened
  String run(String script) {
    StringBuilder out = new StringBuilder();
    for (String line : script.lines().toList()) {
      if (line.startsWith("#")) {
        out.append(line).append('\n');
      } else if (line.startsWith("$ ")) {
        out.append(line).append('\n').append(run(words(line.substring(2))));
      } else if (line.isEmpty()
          && (out.isEmpty() || out.toString().endsWith("]\n") || out.toString().endsWith("\n\n"))) {
        out.append(out.toString().endsWith("\n\n") ? "" : "\n");
      }
    }
    return out.toString();
  }

  private String run(List<String> words) {
    List<String> arguments = words.subList(1, words.size());
    return switch (words.getFirst()) {
      case "bulwark" -> bulwark(arguments);
      case "copy" -> {
        copy(examples.resolve(arguments.get(0)), Path.of(arguments.get(1)));
        yield "";
      }
      case "replace" -> {
        edit(Path.of(arguments.get(0)), arguments.get(1), arguments.get(2));
        yield "";
      }
      case "flip" -> {
        flip(Path.of(arguments.get(0)), Integer.parseInt(arguments.get(1)));
        yield "";
      }
      case "delete" -> {
        delete(Path.of(arguments.get(0)));
        yield "";
      }
      case "zip" -> {
        zip(Path.of(arguments.get(0)), Path.of(arguments.get(1)));
        yield "";
      }
      case "wait" -> {
        now = now.plus(Duration.parse(arguments.get(0)));
        yield "";
      }
      default -> throw new IllegalArgumentException("no such verb: " + words);
    };
  }

  private String bulwark(List<String> arguments) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    ByteArrayOutputStream err = new ByteArrayOutputStream();
    Terminal terminal =
        new Terminal(
            new PrintStream(out, true, StandardCharsets.UTF_8),
            new PrintStream(err, true, StandardCharsets.UTF_8),
            false,
            false);
    now = now.plusSeconds(1);
    long[] ticks = {0};
    int exit =
        Main.run(
            new Shell(terminal, this::tick, () -> ticks[0]++), arguments.toArray(String[]::new));
    StringBuilder text = new StringBuilder();
    err.toString(StandardCharsets.UTF_8)
        .lines()
        .forEach(line -> text.append("! ").append(line).append('\n'));
    text.append(out.toString(StandardCharsets.UTF_8));
    return normal(text.toString()) + "[exit " + exit + "]\n";
  }

  private Instant tick() {
    now = now.plusNanos(1_000_000);
    return now;
  }

  private String normal(String text) {
    return text.replace(folder.toString(), "@").replaceAll("sha256:[0-9a-f]{12,64}", "sha256:…");
  }

  private List<String> words(String line) {
    List<String> words = new ArrayList<>();
    java.util.regex.Matcher word =
        java.util.regex.Pattern.compile("\"([^\"]*)\"|(\\S+)").matcher(line);
    while (word.find()) {
      String found = word.group(1) == null ? word.group(2) : word.group(1);
      words.add(found.startsWith("@") ? folder + found.substring(1) : found);
    }
    return words;
  }

  private static void copy(Path from, Path to) {
    try (Stream<Path> files = Files.walk(from)) {
      for (Path file :
          files
              .filter(Files::isRegularFile)
              .filter(it -> !it.toString().contains(".bulwark"))
              .toList()) {
        Path target = to.resolve(from.relativize(file));
        Files.createDirectories(target.getParent());
        Files.copy(file, target, StandardCopyOption.REPLACE_EXISTING);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static void edit(Path file, String from, String to) {
    try {
      String text = Files.readString(file);
      if (!text.contains(from)) {
        throw new IllegalArgumentException(file + " does not hold \"" + from + "\"");
      }
      Files.writeString(file, text.replace(from, to));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static void flip(Path file, int at) {
    try {
      byte[] bytes = Files.readAllBytes(file);
      bytes[at < 0 ? bytes.length + at : at] ^= 1;
      Files.write(file, bytes);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static void zip(Path folder, Path target) {
    try (Stream<Path> files = Files.list(folder);
        java.util.zip.ZipOutputStream zip =
            new java.util.zip.ZipOutputStream(Files.newOutputStream(target))) {
      for (Path file : files.filter(Files::isRegularFile).sorted().toList()) {
        java.util.zip.ZipEntry entry =
            new java.util.zip.ZipEntry(String.valueOf(file.getFileName()));
        entry.setTimeLocal(java.time.LocalDateTime.of(2026, 11, 24, 10, 0));
        zip.putNextEntry(entry);
        Files.copy(file, zip);
        zip.closeEntry();
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static void delete(Path path) {
    try (Stream<Path> files = Files.walk(path)) {
      for (Path file : files.sorted(java.util.Comparator.reverseOrder()).toList()) {
        Files.delete(file);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
