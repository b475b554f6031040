package dev.bulwark.scan.yaml;

import dev.bulwark.kernel.check.Budget;
import dev.bulwark.kernel.format.Source;
import dev.bulwark.scan.json.JsonTree;
import dev.bulwark.scan.json.JsonView;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import org.snakeyaml.engine.v2.api.LoadSettings;
import org.snakeyaml.engine.v2.api.lowlevel.Parse;
import org.snakeyaml.engine.v2.events.Event;
import org.snakeyaml.engine.v2.exceptions.MarkedYamlEngineException;
import org.snakeyaml.engine.v2.exceptions.YamlEngineException;

/// One reading of one source. One use, one thread.
final class YamlParse {
  /// What ends a line in YAML 1.1 (§4.2) and is an ordinary character in YAML 1.2.
  private static final Pattern OLD_LINE_ENDS = Pattern.compile("[\u0085\u2028\u2029]");

  private final byte[] bytes;
  private final int start;
  private final Budget budget;
  private final List<JsonTree> documents = new ArrayList<>();
  private final List<JsonTree.Member> duplicates = new ArrayList<>();
  private final List<TagUse> tags = new ArrayList<>();
  private final List<Oddity> oddities = new ArrayList<>();
  private long values;
  private long expanded;
  private boolean recursive;

  YamlParse(byte[] bytes, Budget budget) {
    this.bytes = bytes;
    this.start = bytes.length > 2 && bytes[0] == (byte) 0xef && bytes[1] == (byte) 0xbb ? 3 : 0;
    this.budget = budget;
  }

  /// The text breaks the grammar.
  static final class Broken extends Exception {
    private final long at;

    Broken(long at) {
      super("broken YAML", null, false, false);
      this.at = at;
    }

    long at() {
      return at;
    }
  }

  /// Reads every document; those before a break are kept.
  void documents(String text) throws Broken {
    TreeBuilder builder = new TreeBuilder(new ByteOffsets(bytes, start), budget);
    try {
      read(text, builder);
    } finally {
      keep(builder);
    }
  }

  /// Reads the text once more the way YAML 1.1 ends lines, where that differs, and keeps what is
  /// seen then as well.
  void documentsOfVersion11(String text) {
    if (!OLD_LINE_ENDS.matcher(text).find()) {
      return;
    }
    TreeBuilder first = new TreeBuilder(new ByteOffsets(bytes, start), budget);
    TreeBuilder second = new TreeBuilder(new ByteOffsets(bytes, start), budget);
    try {
      read(text, first);
      read(OLD_LINE_ENDS.matcher(text).replaceAll("\n"), second);
    } catch (Broken _) {
      // whoever reads it that way stops at the break, and what was seen before it is kept
    }
    if (!first.shape().equals(second.shape())) {
      oddities.add(
          new Oddity(
              0, "A character ends a line for readers of YAML 1.1 only, and what follows it"));
      keep(second);
    }
  }

  private void keep(TreeBuilder builder) {
    documents.addAll(builder.documents());
    duplicates.addAll(builder.duplicates());
    tags.addAll(builder.tags());
    oddities.addAll(builder.oddities());
    values += builder.values();
    expanded = Math.max(expanded, builder.expanded());
    recursive |= builder.isRecursive();
  }

  private void read(String text, TreeBuilder builder) throws Broken {
    LoadSettings settings =
        LoadSettings.builder().setCodePointLimit(Integer.MAX_VALUE).setUseMarks(true).build();
    String content = start == 0 ? text : text.substring(1);
    try {
      for (Event event : new Parse(settings).parseString(content)) {
        builder.take(event);
      }
    } catch (MarkedYamlEngineException e) {
      int index = e.getProblemMark().or(e::getContextMark).map(mark -> mark.getIndex()).orElse(0);
      throw new Broken(new ByteOffsets(bytes, start).of(index));
    } catch (YamlEngineException | IllegalArgumentException | IndexOutOfBoundsException e) {
      throw new Broken(0); // the parser gave up without a place
    }
  }

  /// Adds a tag that was seen without a grammar.
  void loose(TagUse tag) {
    if (tags.stream().noneMatch(seen -> seen.tag().equals(tag.tag()))) {
      tags.add(tag);
    }
  }

  boolean hasTags() {
    return !tags.isEmpty();
  }

  /// Whether nothing was written but one text at most, which any prose is.
  boolean isEmpty() {
    return documents.stream()
            .allMatch(
                document -> document instanceof JsonTree.Text || document instanceof JsonTree.Null)
        && tags.isEmpty();
  }

  YamlView view(Source source) {
    List<JsonTree> seen = documents.isEmpty() ? List.of(new JsonTree.Null(0)) : documents;
    return new YamlView(
        new JsonView(source, seen, duplicates), tags, oddities, values, expanded, recursive);
  }
}
