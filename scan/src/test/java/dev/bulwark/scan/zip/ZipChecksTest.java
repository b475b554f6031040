package dev.bulwark.scan.zip;

import static org.assertj.core.api.Assertions.assertThat;

import dev.bulwark.kernel.check.Budget;
import dev.bulwark.kernel.check.Check;
import dev.bulwark.kernel.check.Limits;
import dev.bulwark.kernel.check.Outcome;
import dev.bulwark.kernel.check.Place;
import dev.bulwark.scan.zip.ZipView.Kind;
import dev.bulwark.scan.zip.ZipView.Oddity;
import dev.bulwark.testkit.CheckContract;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

class ZipChecksTest {
  private static ZipView view(Kind... kinds) {
    List<Oddity> odd =
        Arrays.stream(kinds).map(kind -> new Oddity(kind, 7, "\"a\" is " + kind)).toList();
    return new ZipView(Place.of("a.zip"), List.of(), odd, 100, 0);
  }

  abstract static class Odd extends CheckContract<ZipView> {
    private final String rule;
    private final Kind kind;

    Odd(String rule, Kind kind) {
      this.rule = rule;
      this.kind = kind;
    }

    @Override
    protected Check<ZipView> check() {
      return find(rule);
    }

    @Override
    protected List<ZipView> clean() {
      return List.of(
          view(),
          view(Arrays.stream(Kind.values()).filter(other -> other != kind).toArray(Kind[]::new)));
    }

    @Override
    protected List<ZipView> dirty() {
      return List.of(view(kind), view(Kind.values()));
    }
  }

  private static Check<ZipView> find(String rule) {
    return ZipChecks.all().stream()
        .filter(check -> check.rule().id().value().equals(rule))
        .findFirst()
        .orElseThrow();
  }

  @Nested
  class Disagreement extends Odd {
    Disagreement() {
      super("ZIP-001", Kind.DISAGREEMENT);
    }
  }

  @Nested
  class Duplicate extends Odd {
    Duplicate() {
      super("ZIP-002", Kind.DUPLICATE);
    }
  }

  @Nested
  class Overlap extends Odd {
    Overlap() {
      super("ZIP-003", Kind.OVERLAP);
    }
  }

  @Nested
  class Unexplained extends Odd {
    Unexplained() {
      super("ZIP-004", Kind.UNEXPLAINED);
    }
  }

  @Nested
  class Hidden extends Odd {
    Hidden() {
      super("ZIP-005", Kind.HIDDEN);
    }
  }

  @Nested
  class Escape extends Odd {
    Escape() {
      super("ZIP-006", Kind.ESCAPE);
    }
  }

  @Nested
  class Content extends Odd {
    Content() {
      super("ZIP-007", Kind.CONTENT);
    }
  }

  @Test
  void whatCannotBeReadIsUndecidedAndNeverAPass() {
    Budget budget = Budget.of(Limits.DEFAULT, System::nanoTime);
    assertThat(find("ZIP-008").examine(view(Kind.UNREADABLE), budget))
        .isInstanceOfSatisfying(
            Outcome.Undecided.class,
            open -> assertThat(open.reason()).isEqualTo(Outcome.Reason.UNSUPPORTED));
    assertThat(find("ZIP-008").examine(view(), budget)).isEqualTo(Outcome.passed());
  }
}
