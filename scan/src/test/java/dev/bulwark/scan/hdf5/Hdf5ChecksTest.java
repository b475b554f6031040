package dev.bulwark.scan.hdf5;

import static org.assertj.core.api.Assertions.assertThat;

import dev.bulwark.kernel.check.Budget;
import dev.bulwark.kernel.check.Check;
import dev.bulwark.kernel.check.Finding;
import dev.bulwark.kernel.check.Limits;
import dev.bulwark.kernel.check.Outcome;
import dev.bulwark.kernel.check.Place;
import dev.bulwark.kernel.check.Severity;
import dev.bulwark.scan.hdf5.Hdf5View.Kind;
import dev.bulwark.scan.hdf5.Hdf5View.Oddity;
import dev.bulwark.testkit.CheckContract;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

class Hdf5ChecksTest {
  private static Hdf5View view(Kind... kinds) {
    List<Oddity> oddities =
        Stream.of(kinds).map(kind -> new Oddity(kind, 7, "It is " + kind)).toList();
    return new Hdf5View(Place.of("m.h5"), 0, List.of(), List.of(), oddities, 100, 0);
  }

  private static Outcome examine(int check, Hdf5View view) {
    return Hdf5Checks.all().get(check).examine(view, Budget.of(Limits.DEFAULT, System::nanoTime));
  }

  @Nested
  class Outside extends CheckContract<Hdf5View> {
    @Override
    protected Check<Hdf5View> check() {
      return Hdf5Checks.all().getFirst();
    }

    @Override
    protected List<Hdf5View> clean() {
      return List.of(view(), view(Kind.SIZE, Kind.STRAY));
    }

    @Override
    protected List<Hdf5View> dirty() {
      return List.of(view(Kind.OUTSIDE));
    }
  }

  @Test
  void eachKindOfOddityFailsOneRuleOnly() {
    List<Kind> failing =
        List.of(Kind.OUTSIDE, Kind.UNKNOWN_PLUGIN, Kind.SIZE, Kind.TWICE, Kind.STRAY, Kind.OBJECTS);
    for (int i = 0; i < failing.size(); i++) {
      for (int check = 0; check < failing.size(); check++) {
        assertThat(examine(check, view(failing.get(i))) instanceof Outcome.Failed)
            .isEqualTo(i == check);
      }
    }
  }

  @Test
  void aRegisteredPluginIsWorthANote() {
    assertThat(examine(1, view(Kind.PLUGIN)).findings())
        .extracting(Finding::severity)
        .containsExactly(Severity.NOTE);
  }

  @Test
  void whatIsNotReadHasNotPassed() {
    assertThat(examine(6, view(Kind.UNREAD))).isInstanceOf(Outcome.Undecided.class);
    assertThat(examine(6, view())).isEqualTo(Outcome.passed());
  }
}
