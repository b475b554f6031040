package dev.bulwark.scan.protobuf;

import dev.bulwark.kernel.check.Budget;
import dev.bulwark.kernel.check.Severity;
import dev.bulwark.scan.graph.Oddity;
import java.util.ArrayList;
import java.util.List;

/// What one walk through a file noticed besides its fields, and the budget it spends.
public final class Notes {
  /// How many oddities are kept; a note never takes the place of what fails.
  private static final int MAX = 100;

  private final Budget budget;
  private final List<Oddity> grave = new ArrayList<>();
  private final List<Oddity> slight = new ArrayList<>();
  private long unknownBytes;

  public Notes(Budget budget) {
    this.budget = budget;
  }

  Budget budget() {
    return budget;
  }

  public void odd(long offset, Severity severity, String what) {
    List<Oddity> list = severity.fails() ? grave : slight;
    if (list.size() < MAX) {
      list.add(new Oddity(offset, severity, what));
    }
  }

  void unknown(long bytes) {
    unknownBytes += bytes;
  }

  /// In the order they were met, those that fail first; at most a hundred of either.
  public List<Oddity> oddities() {
    List<Oddity> all = new ArrayList<>(grave);
    all.addAll(slight);
    return List.copyOf(all);
  }

  /// The bytes of fields the schema does not have.
  public long unknownBytes() {
    return unknownBytes;
  }
}
