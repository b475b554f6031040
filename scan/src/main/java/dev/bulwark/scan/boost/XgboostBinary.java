package dev.bulwark.scan.boost;

import static java.lang.foreign.ValueLayout.JAVA_BYTE;
import static java.lang.foreign.ValueLayout.JAVA_INT_UNALIGNED;
import static java.lang.foreign.ValueLayout.JAVA_LONG_UNALIGNED;

import dev.bulwark.kernel.check.Budget;
import dev.bulwark.kernel.check.Outcome;
import dev.bulwark.kernel.format.Reading;
import dev.bulwark.kernel.format.Source;
import dev.bulwark.scan.boost.BoostView.Misfit;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// XGBoost's old binary form: structures as they lay in memory, one behind the other. Children are
/// held against the count of nodes, because the loader does not.
final class XgboostBinary {
  private static final int LEARNER = 136;
  private static final int BOOSTER = 160;
  private static final int TREE = 148;
  private static final int NODE = 20;
  private static final int STATISTICS = 16;
  private static final int MOST = 20;
  private static final int CHILD = Integer.MAX_VALUE;

  private final Source source;
  private final Budget budget;
  private final List<Misfit> misfits = new ArrayList<>();
  private long at = 4;

  private XgboostBinary(Source source, Budget budget) {
    this.source = source;
    this.budget = budget;
  }

  private static final class Broken extends Exception {
    private final String problem;

    Broken(String problem) {
      super(problem, null, false, false);
      this.problem = problem;
    }
  }

  static Reading<BoostView> read(Source source, Budget budget) {
    XgboostBinary reader = new XgboostBinary(source, budget);
    try {
      budget.bytes(Math.min(source.size(), LEARNER));
      return reader.model();
    } catch (Broken e) {
      return new Reading.Malformed<>(
          Optional.of(new BoostView(source, 0, reader.misfits, source.size())),
          List.of(),
          reader.at,
          e.problem);
    }
  }

  private Reading<BoostView> model() throws Broken {
    boolean attributes = u32(at + 12) != 0;
    boolean metrics = u32(at + 16) != 0;
    skip(LEARNER);
    text();
    String booster = text();
    if (!booster.equals("gbtree") && !booster.equals("dart")) {
      return new Reading.OverLimit<>(
          Optional.empty(),
          List.of(),
          Outcome.Reason.UNSUPPORTED,
          "an XGBoost model whose booster is neither gbtree nor dart");
    }
    int trees = count(u32(at));
    skip(BOOSTER);
    for (int i = 0; i < trees; i++) {
      tree();
    }
    skip(4L * trees);
    if (booster.equals("dart")) {
      skip(4 * u64());
    }
    if (attributes) {
      long pairs = u64();
      for (long i = 0; i < pairs; i++) {
        text();
        text();
      }
    }
    if (metrics) {
      long names = u64();
      for (long i = 0; i < names; i++) {
        text();
      }
    }
    return new Reading.View<>(new BoostView(source, trees, misfits, at), List.of());
  }

  private void tree() throws Broken {
    budget.entry();
    int nodes = count(u32(at + 4));
    int vector = u32(at + 20);
    skip(TREE);
    long first = at;
    skip((long) nodes * NODE);
    for (int i = 0; i < nodes; i++) {
      budget.tick();
      child(first + (long) i * NODE + 4, nodes);
      child(first + (long) i * NODE + 8, nodes);
    }
    skip((long) nodes * STATISTICS);
    if (vector != 0) {
      skip(4 * u64());
    }
  }

  private void child(long where, int nodes) throws Broken {
    int child = u32(where) & CHILD;
    if (u32(where) != -1 && child >= nodes && misfits.size() < MOST) {
      misfits.add(
          new Misfit(
              source.place().at(where),
              "a node's child is number %d, and the tree has %d nodes".formatted(child, nodes)));
    }
  }

  private int count(int value) throws Broken {
    if (value < 0) {
      throw new Broken("expected a count");
    }
    return value;
  }

  private void need(long where, long bytes) throws Broken {
    if (bytes < 0 || where > source.size() || bytes > source.size() - where) {
      throw new Broken("expected more bytes, found the end");
    }
  }

  private void skip(long bytes) throws Broken {
    need(at, bytes);
    at += bytes;
  }

  private int u32(long where) throws Broken {
    need(where, 4);
    return source.bytes().get(JAVA_INT_UNALIGNED.withOrder(ByteOrder.LITTLE_ENDIAN), where);
  }

  /// A length; the next eight bytes.
  private long u64() throws Broken {
    need(at, 8);
    long value = source.bytes().get(JAVA_LONG_UNALIGNED.withOrder(ByteOrder.LITTLE_ENDIAN), at);
    at += 8;
    if (value < 0 || value > source.size()) {
      throw new Broken("expected a length that fits into the file");
    }
    return value;
  }

  private String text() throws Broken {
    budget.entry();
    long length = u64();
    need(at, length);
    String text =
        new String(
            source.bytes().asSlice(at, Math.min(length, 64)).toArray(JAVA_BYTE),
            StandardCharsets.ISO_8859_1);
    at += length;
    return text;
  }
}
