package dev.bulwark.scan.torch;

import static org.assertj.core.api.Assertions.assertThat;

import dev.bulwark.kernel.check.Budget;
import dev.bulwark.kernel.check.Check;
import dev.bulwark.kernel.check.Limits;
import dev.bulwark.kernel.check.Outcome;
import dev.bulwark.kernel.check.Place;
import dev.bulwark.scan.torch.TorchView.Stored;
import dev.bulwark.scan.zip.ZipView;
import dev.bulwark.testkit.CheckContract;
import java.util.List;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

class TorchChecksTest {
  private static final ZipView.Member UNUSED =
      new ZipView.Member("a/data/9", true, 0, 0, 5, 5, 70, 99);

  private static TorchView view(
      boolean complete, boolean script, List<ZipView.Member> unnamed, Stored... stored) {
    ZipView archive = new ZipView(Place.of("m.pt"), List.of(), List.of(), 100, 0);
    return new TorchView(
        archive, "a", List.of(stored), unnamed, complete, script, List.of(), List.of());
  }

  private static TorchView stored(long wanted, long found) {
    return view(true, false, List.of(), new Stored("0", "torch.FloatStorage", 2, wanted, found, 8));
  }

  private static Outcome examine(int check, TorchView view) {
    return TorchChecks.all().get(check).examine(view, Budget.of(Limits.DEFAULT, System::nanoTime));
  }

  @Nested
  class Sizes extends CheckContract<TorchView> {
    @Override
    protected Check<TorchView> check() {
      return TorchChecks.all().get(0);
    }

    @Override
    protected List<TorchView> clean() {
      return List.of(stored(8, 8), stored(8, -1), view(true, false, List.of()));
    }

    @Override
    protected List<TorchView> dirty() {
      return List.of(stored(8, 4), stored(8, 9));
    }
  }

  @Nested
  class Pairing extends CheckContract<TorchView> {
    @Override
    protected Check<TorchView> check() {
      return TorchChecks.all().get(1);
    }

    @Override
    protected List<TorchView> clean() {
      return List.of(stored(8, 8));
    }

    @Override
    protected List<TorchView> dirty() {
      return List.of(stored(8, -1), view(true, false, List.of(UNUSED)));
    }
  }

  @Test
  void anUnreadPickleIsNoPass() {
    TorchView cut = view(false, false, List.of());
    assertThat(examine(0, cut)).isInstanceOf(Outcome.Undecided.class);
    assertThat(examine(1, cut)).isInstanceOf(Outcome.Undecided.class);
  }

  @Test
  void anUnknownStorageTypeIsNoPass() {
    assertThat(examine(0, stored(-1, 8))).isInstanceOf(Outcome.Undecided.class);
  }

  @Test
  void codeThatIsNotReadIsNoPass() {
    assertThat(examine(2, view(true, true, List.of()))).isInstanceOf(Outcome.Undecided.class);
    assertThat(examine(2, stored(8, 8))).isEqualTo(Outcome.passed());
  }
}
