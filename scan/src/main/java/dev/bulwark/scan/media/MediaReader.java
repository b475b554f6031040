package dev.bulwark.scan.media;

import dev.bulwark.kernel.check.Budget;
import dev.bulwark.kernel.format.FormatReader;
import dev.bulwark.kernel.format.Reading;
import dev.bulwark.kernel.format.Source;
import dev.bulwark.scan.media.MediaView.Kind;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/// Reads PNG, JPEG, GIF, RIFF (WebP, WAV, AVI), PDF and MP4 up to their end, and hands on what lies
/// behind it. Nothing is decoded.
public final class MediaReader implements FormatReader<MediaView> {
  private static final Set<String> ACTIONS =
      Set.of("/JavaScript", "/JS", "/Launch", "/EmbeddedFile", "/RichMedia");

  @Override
  public String format() {
    return "media";
  }

  @Override
  public Reading<MediaView> read(Source source, Budget budget) {
    Optional<Kind> kind = kind(source);
    if (kind.isEmpty()) {
      return new Reading.NotMine<>();
    }
    try {
      budget.bytes(source.size());
      long known = end(kind.get(), new MediaEnd(source, budget));
      Set<String> actions = kind.get() == Kind.PDF ? actions(source, budget) : Set.of();
      MediaView view = new MediaView(source, kind.get(), known, actions);
      return new Reading.View<>(
          view,
          view.behind() == 0
              ? List.of()
              : List.of(source.inside("behind the end", known, view.behind())));
    } catch (MediaEnd.Broken e) {
      return new Reading.Malformed<>(Optional.empty(), List.of(), e.at(), e.problem());
    } catch (Budget.OverLimit e) {
      return new Reading.OverLimit<>(Optional.empty(), List.of(), e.reason(), e.problem());
    }
  }

  private static long end(Kind kind, MediaEnd end) throws MediaEnd.Broken {
    return switch (kind) {
      case PNG -> end.png();
      case JPEG -> end.jpeg();
      case GIF -> end.gif();
      case RIFF -> end.riff();
      case PDF -> end.pdf();
      case MP4 -> end.mp4();
    };
  }

  private static Optional<Kind> kind(Source source) {
    if (starts(source, 0, "\u0089PNG\r\n\u001a\n")) {
      return Optional.of(Kind.PNG);
    }
    if (starts(source, 0, "\u00ff\u00d8\u00ff")) {
      return Optional.of(Kind.JPEG);
    }
    if (starts(source, 0, "GIF87a") || starts(source, 0, "GIF89a")) {
      return Optional.of(Kind.GIF);
    }
    if (starts(source, 0, "RIFF")
        && (starts(source, 8, "WAVE") || starts(source, 8, "WEBP") || starts(source, 8, "AVI "))) {
      return Optional.of(Kind.RIFF);
    }
    if (starts(source, 0, "%PDF-")) {
      return Optional.of(Kind.PDF);
    }
    return starts(source, 4, "ftyp") ? Optional.of(Kind.MP4) : Optional.empty();
  }

  private static boolean starts(Source source, long at, String magic) {
    if (source.size() < at + magic.length()) {
      return false;
    }
    for (int i = 0; i < magic.length(); i++) {
      if (source.at(at + i) != magic.charAt(i)) {
        return false;
      }
    }
    return true;
  }

  /// Names of actions outside of compressed streams.
  private static Set<String> actions(Source source, Budget budget) {
    Set<String> found = new TreeSet<>();
    for (long at = 0; at < source.size(); at++) {
      budget.tick();
      if (source.at(at) == '/') {
        for (String action : ACTIONS) {
          long end = at + action.length();
          if (starts(source, at, action)
              && (end == source.size() || !Character.isLetterOrDigit(source.at(end)))) {
            found.add(action);
          }
        }
      }
    }
    return found;
  }
}
