package dev.bulwark.inventory.check;

import dev.bulwark.kernel.check.Suite;
import java.util.List;

/// The checks this module has.
public final class BuiltinInventoryChecks {
  public static final String SUITE = "component-inventory";

  private BuiltinInventoryChecks() {}

  public static Suite<Assessment> suite() {
    return new Suite<>(
        SUITE,
        List.of(
            new KnownVulnerable(),
            new Unpinned(),
            new WithoutHash(),
            new UnreadableFiles(),
            new StaleAdvisories()));
  }
}
