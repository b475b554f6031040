package dev.bulwark.scan.pickle;

import dev.bulwark.kernel.check.Check;
import dev.bulwark.kernel.check.Suite;
import java.util.List;

/// The checks over pickles, one line each.
public final class BuiltinPickleChecks {
  private BuiltinPickleChecks() {}

  /// Every check, under one policy: the one the reader had, because it judged the arguments.
  public static List<Check<? super PickleView>> all(PicklePolicy policy) {
    return List.of(
        new DangerousNameCheck(policy),
        new UnlistedNameCheck(policy),
        new ComputedNameCheck(),
        new ArgumentsCheck(policy),
        new ChangedObjectCheck(policy),
        new LoaderObjectsCheck(),
        new FramesCheck(),
        new BombCheck(),
        new LeftoverCheck(),
        new NestedCheck(policy),
        new DependsCheck());
  }

  public static Suite<PickleView> suite(PicklePolicy policy) {
    return new Suite<>("pickle", all(policy));
  }
}
