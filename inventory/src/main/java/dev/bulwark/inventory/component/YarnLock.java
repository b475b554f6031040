package dev.bulwark.inventory.component;

import dev.bulwark.kernel.bytes.Bytes;
import dev.bulwark.kernel.check.Budget;
import dev.bulwark.kernel.check.Place;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// `yarn.lock` of Yarn 1. Later Yarns write another format, which is refused by name.
final class YarnLock implements ComponentReader {
  private static final Pattern HEAD = Pattern.compile("\"?((?:@[^@/\\s]+/)?[^@/\\s\"]+)@(.*)");
  private static final Pattern FIELD =
      Pattern.compile("  (version|integrity|resolved) \"?([^\"]*)\"?");

  @Override
  public boolean claims(String path) {
    return Trees.name(path).equals("yarn.lock");
  }

  @Override
  public ComponentReading read(Place place, Bytes bytes, Others others, Budget budget) {
    List<String> lines = Lines.of(bytes, budget);
    if (lines.stream().anyMatch(line -> line.startsWith("__metadata:"))) {
      return Trees.unsupported(place, 1, "expected a lock of Yarn 1, found one of a later Yarn");
    }
    Draft draft = new Draft(place);
    List<String> block = new ArrayList<>();
    int start = 0;
    for (int i = 0; i < lines.size(); i++) {
      String line = lines.get(i);
      if (line.isBlank() || line.startsWith("#")) {
        continue;
      }
      if (!line.startsWith(" ")) {
        block(start, block, draft);
        block.clear();
        start = i + 1;
      }
      block.add(line);
    }
    block(start, block, draft);
    return draft.done();
  }

  private static void block(int line, List<String> block, Draft draft) {
    if (block.isEmpty()) {
      return;
    }
    String first = block.getFirst().replaceFirst(":\\s*$", "").split(", ", 2)[0];
    Matcher head = HEAD.matcher(first);
    if (!head.matches() || !block.getFirst().strip().endsWith(":")) {
      draft.problem(line, "expected name@range: of Yarn 1, found something else");
      return;
    }
    String name = head.group(1);
    String range = head.group(2).replace("\"", "");
    if (range.startsWith("npm:") && range.lastIndexOf('@') > 4) {
      name = range.substring(4, range.lastIndexOf('@'));
    }
    Draft.Entry entry = PackageLockJson.npm(name, line, draft).range(range);
    for (String text : block) {
      Matcher field = FIELD.matcher(text);
      if (field.matches()) {
        field(field.group(1), field.group(2), entry);
      }
    }
    entry.add();
  }

  private static void field(String name, String value, Draft.Entry entry) {
    switch (name) {
      case "version" -> entry.version(value);
      case "integrity" -> entry.hashes(List.of(value.strip().split("\\s+", -1)));
      default -> {
        int hash = value.indexOf('#');
        if (value.startsWith("git")) {
          entry.qualifier(
              "vcs_url", value.replaceFirst("://[^/@]*@", "://").replaceFirst("#", "@"));
        } else if (hash >= 0 && value.substring(hash + 1).matches("[0-9a-f]{40}")) {
          entry.hash("sha1:" + value.substring(hash + 1));
        }
      }
    }
  }
}
