package dev.bulwark.scan.boost;

import static java.lang.foreign.ValueLayout.JAVA_BYTE;

import dev.bulwark.kernel.check.Budget;
import dev.bulwark.kernel.check.Outcome;
import dev.bulwark.kernel.format.FormatReader;
import dev.bulwark.kernel.format.Reading;
import dev.bulwark.kernel.format.Source;
import dev.bulwark.scan.boost.BoostView.Misfit;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// Reads LightGBM's text form line by line: head, trees, importances, parameters.
public final class LightgbmReader implements FormatReader<BoostView> {
  private static final int MAX_BYTES = 512 << 20;
  private static final int MOST = 20;
  private static final List<String> PER_LEAF = List.of("leaf_value", "leaf_weight", "leaf_count");
  private static final List<String> PER_SPLIT =
      List.of("split_feature", "threshold", "left_child", "right_child", "decision_type");

  @Override
  public String format() {
    return "lightgbm";
  }

  @Override
  public Reading<BoostView> read(Source source, Budget budget) {
    if (!source.startsWith("tree\nversion=v".getBytes(StandardCharsets.US_ASCII))) {
      return new Reading.NotMine<>();
    }
    Walk walk = new Walk(source);
    try {
      if (source.size() > MAX_BYTES) {
        throw new Budget.OverLimit(Outcome.Reason.OVER_LIMIT, "text larger than 512 MiB");
      }
      budget.bytes(source.size());
      walk.lines(budget);
    } catch (Budget.OverLimit e) {
      return new Reading.OverLimit<>(Optional.empty(), List.of(), e.reason(), e.problem());
    }
    return walk.broken >= 0
        ? new Reading.Malformed<>(
            Optional.of(walk.view()), List.of(), walk.broken, "expected a line of a LightGBM model")
        : new Reading.View<>(walk.view(), List.of());
  }

  private enum Part {
    HEAD,
    TREES,
    AFTER,
    PARAMETERS
  }

  private static final class Walk {
    private final Source source;
    private final List<Misfit> misfits = new ArrayList<>();
    private Part part = Part.HEAD;
    private long trees;
    private long listed = -1;
    private long leaves;
    private long broken = -1;
    private boolean ended;

    Walk(Source source) {
      this.source = source;
    }

    BoostView view() {
      if (ended && listed >= 0 && listed != trees) {
        misfits.add(
            new Misfit(
                source.place(),
                "the head lists the sizes of %d trees, and there are %d".formatted(listed, trees)));
      }
      return new BoostView(source, trees, misfits, source.size());
    }

    void lines(Budget budget) {
      long start = 5; // behind "tree"
      for (long at = start; at <= source.size() && broken < 0; at++) {
        budget.tick();
        if (at == source.size() || source.at(at) == '\n') {
          byte[] bytes = source.bytes().asSlice(start, at - start).toArray(JAVA_BYTE);
          if (!line(new String(bytes, StandardCharsets.UTF_8).stripTrailing(), start)) {
            broken = start;
          }
          start = at + 1;
        }
      }
      if (broken < 0 && !ended) {
        broken = source.size();
      }
    }

    private boolean line(String line, long at) {
      if (line.isEmpty()) {
        return true;
      }
      int equal = line.indexOf('=');
      String name = equal < 0 ? line : line.substring(0, equal);
      return switch (part) {
        case HEAD, TREES -> tree(line, name, equal, at);
        case AFTER -> after(line, equal);
        case PARAMETERS -> {
          if (line.equals("end of parameters")) {
            part = Part.AFTER;
            yield true;
          }
          yield line.startsWith("[") && line.endsWith("]") && line.contains(":");
        }
      };
    }

    private boolean tree(String line, String name, int equal, long at) {
      if (line.equals("end of trees")) {
        part = Part.AFTER;
        ended = true;
        return true;
      }
      if (name.equals("Tree")) {
        part = Part.TREES;
        leaves = -1;
        return line.equals("Tree=" + trees++);
      }
      if (equal < 0) {
        return part == Part.HEAD && line.equals("average_output");
      }
      String value = line.substring(equal + 1);
      if (part == Part.HEAD) {
        listed = name.equals("tree_sizes") ? words(value) : listed;
        return isName(name);
      }
      if (name.equals("num_leaves")) {
        leaves = value.matches("\\d{1,9}") ? Long.parseLong(value) : -1;
      }
      long wanted = PER_LEAF.contains(name) ? leaves : PER_SPLIT.contains(name) ? leaves - 1 : -1;
      if (leaves > 0
          && wanted >= 0
          && words(value) != wanted
          && words(value) != 0
          && misfits.size() < MOST) {
        misfits.add(
            new Misfit(
                source.place().at(at),
                "%s has %d entries, and the tree has %d leaves"
                    .formatted(name, words(value), leaves)));
      }
      return isName(name);
    }

    private boolean after(String line, int equal) {
      if (line.equals("parameters:")) {
        part = Part.PARAMETERS;
        return true;
      }
      return line.equals("feature_importances:")
          || line.equals("feature importances:")
          || line.startsWith("pandas_categorical:")
          || equal > 0;
    }

    private static boolean isName(String name) {
      return !name.isEmpty()
          && name.length() < 64
          && name.chars()
              .allMatch(c -> c == '_' || (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9'));
    }

    private static long words(String value) {
      long words = 0;
      for (int i = 0; i < value.length(); i++) {
        if (value.charAt(i) != ' ' && (i == 0 || value.charAt(i - 1) == ' ')) {
          words++;
        }
      }
      return words;
    }
  }
}
