package dev.bulwark.govern.yaml;

import dev.bulwark.govern.yaml.YamlReading.Problem;
import dev.bulwark.kernel.bytes.ByteSize;
import dev.bulwark.kernel.bytes.Bytes;
import org.snakeyaml.engine.v2.api.LoadSettings;
import org.snakeyaml.engine.v2.api.lowlevel.Parse;
import org.snakeyaml.engine.v2.exceptions.MarkedYamlEngineException;
import org.snakeyaml.engine.v2.exceptions.ReaderException;
import org.snakeyaml.engine.v2.exceptions.YamlEngineException;

/// Reads strict YAML 1.2 without ever throwing on its content. Works on parser events: the
/// library's composer and constructor, which know aliases and tags, are never reached.
///
/// @param maxBytes larger input is refused unread
/// @param maxDepth how deep collections may nest
/// @param maxNodes how many nodes a document may have
public record YamlReader(ByteSize maxBytes, int maxDepth, int maxNodes) {
  private static final Yaml.Mark START = new Yaml.Mark(1, 1);

  public YamlReading read(Bytes bytes) {
    if (bytes.size() > maxBytes.bytes()) {
      return new YamlReading.Broken(tooLarge(bytes.size()));
    }
    return switch (Utf8.decode(bytes)) {
      case Utf8.Malformed(Yaml.Mark at, String found) ->
          new YamlReading.Broken(new Problem(at, "text in UTF-8", found, "save the file as UTF-8"));
      case Utf8.Text(String text) -> parse(text);
    };
  }

  /// The problem of an input that is too large to read.
  public Problem tooLarge(long size) {
    return new Problem(
        START,
        "at most " + maxBytes,
        new ByteSize(size).toString(),
        "keep data out of this file and name the files that hold it");
  }

  private YamlReading parse(String text) {
    LoadSettings settings =
        LoadSettings.builder().setCodePointLimit(Integer.MAX_VALUE).setUseMarks(true).build();
    try {
      return new TreeBuilder(maxDepth, maxNodes).build(new Parse(settings).parseString(text));
    } catch (TreeBuilder.Stopped stopped) {
      return new YamlReading.Broken(stopped.problem());
    } catch (MarkedYamlEngineException e) {
      return new YamlReading.Broken(syntax(e));
    } catch (ReaderException e) {
      return new YamlReading.Broken(
          new Problem(
              Utf8.markAt(text, e.getPosition()),
              "printable characters",
              "the character U+%04X".formatted(e.getCodePoint()),
              "remove it"));
    } catch (YamlEngineException | IllegalArgumentException | IndexOutOfBoundsException e) {
      return new YamlReading.Broken(
          new Problem(
              START, "YAML 1.2", "something the YAML parser gave up on", "check its syntax"));
    }
  }

  private static Problem syntax(MarkedYamlEngineException e) {
    String found = Quoted.line(e.getProblem());
    Yaml.Mark at =
        e.getProblemMark()
            .or(e::getContextMark)
            .map(mark -> new Yaml.Mark(mark.getLine() + 1, mark.getColumn() + 1))
            .orElse(START);
    String context = e.getContext() == null ? "" : " (" + Quoted.line(e.getContext()) + ")";
    String fix =
        found.contains("TAB") || found.contains("\\t")
            ? "indent with spaces, never with tabs"
            : "check indentation, colons, quotes and brackets on this line and the one before";
    return new Problem(at, "YAML 1.2", found + context, fix);
  }
}
