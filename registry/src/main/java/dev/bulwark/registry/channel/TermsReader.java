package dev.bulwark.registry.channel;

import dev.bulwark.evidence.json.Members;
import dev.bulwark.registry.AssetKind;
import dev.bulwark.registry.channel.Terms.OnFailedWatch;
import dev.bulwark.registry.event.Canary;
import dev.bulwark.registry.signing.SigningFault;
import java.time.Duration;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/// JSON to terms, strictly.
final class TermsReader {
  private TermsReader() {}

  static Terms read(Members terms) {
    terms.only(
        "channel",
        "asset",
        "kind",
        "source",
        "publishers",
        "place",
        "path",
        "soak",
        "windows",
        "watch",
        "watchFor",
        "onFailedWatch",
        "share",
        "fetchWithin");
    try {
      return new Terms(
          terms.word("channel"),
          terms.word("asset"),
          AssetKind.parse(terms.text("kind"))
              .orElseThrow(() -> terms.wrong("kind", "a kind of asset")),
          Source.parse(terms.object("source")),
          texts(terms, "publishers").stream().map(Terms::publisher).toList(),
          terms.text("place"),
          texts(terms, "path"),
          Duration.parse(terms.text("soak")),
          windows(terms),
          Watch.parse(terms.object("watch")),
          Duration.parse(terms.text("watchFor")),
          Arrays.stream(OnFailedWatch.values())
              .filter(each -> each.name().equals(terms.text("onFailedWatch")))
              .findFirst()
              .orElseThrow(() -> terms.wrong("onFailedWatch", "ROLLBACK or HOLD")),
          terms.has("share") ? Math.clamp(terms.integer("share"), 0, Canary.WHOLE) : Canary.WHOLE,
          terms.has("fetchWithin")
              ? Duration.parse(terms.text("fetchWithin"))
              : Terms.FETCH_WITHIN);
    } catch (DateTimeParseException | SigningFault e) {
      throw terms.wrong("publishers", "public keys, and durations such as PT24H");
    }
  }

  private static List<Window> windows(Members terms) {
    List<Window> windows = new ArrayList<>();
    for (String text : texts(terms, "windows")) {
      windows.add(
          Window.parse(text)
              .orElseThrow(() -> terms.wrong("windows", "windows such as mon-thu,08:00-16:00")));
    }
    return windows;
  }

  private static List<String> texts(Members terms, String name) {
    terms.array(name);
    return terms.object().texts(name);
  }
}
