package dev.bulwark.inventory.check;

import dev.bulwark.kernel.check.Suite;
import java.util.List;

/// The checks this module has, in two suites: what a system is made of is another question than
/// what is known to be wrong with it, and its answer lives longer.
public final class BuiltinInventoryChecks {
  public static final String BOM_SUITE = "aibom";
  public static final String VULNERABILITY_SUITE = "vulnerability-scan";

  private BuiltinInventoryChecks() {}

  public static List<Suite<Assessment>> suites() {
    return List.of(
        new Suite<>(BOM_SUITE, List.of(new Unpinned(), new WithoutHash(), new UnreadableFiles())),
        new Suite<>(VULNERABILITY_SUITE, List.of(new KnownVulnerable(), new StaleAdvisories())));
  }
}
