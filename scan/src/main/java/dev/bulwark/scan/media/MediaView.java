package dev.bulwark.scan.media;

import dev.bulwark.kernel.format.Source;
import java.util.Set;

/// A picture, sound, film or document, up to its own end.
///
/// @param known how many bytes it accounts for
/// @param actions what a document does when it is opened: names of PDF, such as `/Launch`
public record MediaView(Source source, Kind kind, long known, Set<String> actions) {
  public MediaView {
    actions = Set.copyOf(actions);
  }

  /// What it is.
  public enum Kind {
    PNG,
    JPEG,
    GIF,
    RIFF,
    PDF,
    MP4
  }

  /// Bytes behind its end.
  public long behind() {
    return source.size() - known;
  }
}
