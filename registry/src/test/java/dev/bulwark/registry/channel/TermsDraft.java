package dev.bulwark.registry.channel;

import dev.bulwark.registry.AssetKind;
import dev.bulwark.registry.signing.PublicKeyEc;
import java.time.Duration;
import java.util.List;
import java.util.function.Consumer;

/// Terms that can still be changed: for terms that differ from others in one thing.
public final class TermsDraft {
  public String channel;
  public String asset;
  public AssetKind kind;
  public Source source;
  public List<PublicKeyEc> publishers;
  public String place;
  public List<String> path;
  public Duration soak;
  public List<Window> windows;
  public Watch watch;
  public Duration watchFor;
  public Terms.OnFailedWatch onFailedWatch;
  public int share;
  public Duration fetchWithin;

  private TermsDraft(Terms terms) {
    channel = terms.channel();
    asset = terms.asset();
    kind = terms.kind();
    source = terms.source();
    publishers = terms.publishers();
    place = terms.place();
    path = terms.path();
    soak = terms.soak();
    windows = terms.windows();
    watch = terms.watch();
    watchFor = terms.watchFor();
    onFailedWatch = terms.onFailedWatch();
    share = terms.share();
    fetchWithin = terms.fetchWithin();
  }

  public static Terms with(Terms terms, Consumer<TermsDraft> change) {
    TermsDraft draft = new TermsDraft(terms);
    change.accept(draft);
    return draft.terms();
  }

  private Terms terms() {
    return new Terms(
        channel,
        asset,
        kind,
        source,
        publishers,
        place,
        path,
        soak,
        windows,
        watch,
        watchFor,
        onFailedWatch,
        share,
        fetchWithin);
  }
}
