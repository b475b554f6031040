package dev.bulwark.registry.update;

import dev.bulwark.registry.VersionId;
import dev.bulwark.registry.channel.ReleaseNumber;
import dev.bulwark.registry.state.Version;
import java.util.List;

/// One thing a pass did, or did not do and why.
public sealed interface Did {

  /// A release became a version.
  record Took(ReleaseNumber number, Version version) implements Did {}

  /// A version went on.
  record Moved(VersionId version, String environment, long generation) implements Did {}

  /// An environment was taken back.
  ///
  /// @param out what was found bad
  record Returned(String environment, List<VersionId> out, long generation, String reason)
      implements Did {
    public Returned {
      out = List.copyOf(out);
    }
  }

  /// Something waits.
  ///
  /// @param what such as `scorer@2 to production`
  /// @param reasons at least one
  record Held(String what, List<String> reasons) implements Did {
    public Held {
      reasons = List.copyOf(reasons);
    }
  }
}
