package dev.bulwark.scan.ocdbt;

import dev.bulwark.kernel.check.Check;
import dev.bulwark.kernel.check.Place;
import dev.bulwark.testkit.CheckContract;
import java.util.List;

class StoreChecksTest extends CheckContract<StoreView> {
  private static StoreView view(String... outside) {
    return new StoreView(
        Place.of("manifest.ocdbt"), 1, 1, 1, List.of("k"), List.of(outside), List.of());
  }

  @Override
  protected Check<StoreView> check() {
    return StoreChecks.all().getFirst();
  }

  @Override
  protected List<StoreView> clean() {
    return List.of(view());
  }

  @Override
  protected List<StoreView> dirty() {
    return List.of(view("../other"), view("/etc/passwd", "a:b"));
  }
}
