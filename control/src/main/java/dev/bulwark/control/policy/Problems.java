package dev.bulwark.control.policy;

import dev.bulwark.control.ControlFault;
import dev.bulwark.kernel.check.Place;
import java.util.Comparator;
import java.util.List;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.snakeyaml.engine.v2.exceptions.Mark;
import org.snakeyaml.engine.v2.nodes.Node;

/// What is wrong with a text, gathered until all of it can be said at once. The same problem at the
/// same place is kept once.
final class Problems {
  private record Line(int line, int column, String message) implements Comparable<Line> {
    private static final Comparator<Line> ORDER =
        Comparator.comparingInt(Line::line)
            .thenComparingInt(Line::column)
            .thenComparing(Line::message);

    @Override
    public int compareTo(Line other) {
      return ORDER.compare(this, other);
    }
  }

  private final String file;
  private final SortedSet<Line> lines = new TreeSet<>();

  /// @param file the name the text goes by
  Problems(String file) {
    this.file = file;
  }

  /// @param line and column count from 1
  void add(int line, int column, String message) {
    lines.add(new Line(line, column, message));
  }

  void add(Node node, String message) {
    int line = node.getStartMark().map(Mark::getLine).orElse(0) + 1;
    int column = node.getStartMark().map(Mark::getColumn).orElse(0) + 1;
    add(line, column, message);
  }

  /// @throws ControlFault when any of them holds a problem
  static void throwIfAny(Problems... all) {
    List<String> texts =
        Stream.of(all).flatMap(each -> each.lines.stream().map(each::render)).toList();
    if (!texts.isEmpty()) {
      throw new ControlFault(texts);
    }
  }

  private String render(Line line) {
    return Place.of(file).at(line.line(), line.column()) + ": " + line.message();
  }
}
