package dev.bulwark.registry.channel;

import dev.bulwark.evidence.json.Members;
import dev.bulwark.kernel.bytes.Bytes;
import dev.bulwark.kernel.bytes.Digest;
import dev.bulwark.kernel.json.Json;
import dev.bulwark.registry.AssetKind;
import dev.bulwark.registry.RegistryFault;
import dev.bulwark.registry.Right;
import dev.bulwark.registry.VersionId;
import dev.bulwark.registry.event.Canary;
import dev.bulwark.registry.signing.PublicKeyEc;
import java.time.Duration;
import java.util.EnumSet;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/// Everything a channel may do. A person signs the digest of it, so that nothing of it can be
/// changed afterwards; other terms are another channel.
///
/// @param channel its name
/// @param asset the one lineage it is about
/// @param publishers whose signature a release must carry; none when people push
/// @param place the folder of the project where the asset's files lie, for testing a candidate in
///   their place; empty when what `bulwark check` described must cover it
/// @param path the environments it brings a version to, in this order; none when people promote
/// @param soak how long a version must run well in one before it goes to the next
/// @param windows when it may promote; none is always
/// @param watchFor how long after a promotion a bad word takes it back
/// @param onFailedWatch what it does then
/// @param share how many percent of the last environment's nodes get a version first, until it
///   soaked there too; 100 when all get it at once
/// @param fetchWithin how long one run may wait for its source, for everything together
public record Terms(
    String channel,
    String asset,
    AssetKind kind,
    Source source,
    List<PublicKeyEc> publishers,
    String place,
    List<String> path,
    Duration soak,
    List<Window> windows,
    Watch watch,
    Duration watchFor,
    OnFailedWatch onFailedWatch,
    int share,
    Duration fetchWithin) {

  /// How long a run waits for a source when the terms say nothing else.
  public static final Duration FETCH_WITHIN = Duration.ofMinutes(30);

  /// What happens when a release is found bad within its watch.
  public enum OnFailedWatch {
    /// Back to the last good release; the bad one is blocked.
    ROLLBACK,
    /// Nothing moves until a person says so.
    HOLD
  }

  private static final int MOST = 8;
  private static final Duration LONGEST = Duration.ofDays(400);
  private static final Duration LONGEST_FETCH = Duration.ofDays(1);

  public Terms {
    publishers = List.copyOf(publishers);
    path = List.copyOf(path);
    windows = List.copyOf(windows);
    require(VersionId.isAsset(channel), "a name for the channel such as vendor", channel);
    require(VersionId.isAsset(asset), "the name of an asset such as scorer", asset);
    boolean people = source instanceof Source.People;
    require(
        people == publishers.isEmpty() && publishers.size() <= MOST,
        people
            ? "no publisher where people push"
            : "one to eight publishers whose signature counts",
        publishers.size() + " of them");
    Set<String> distinct = new HashSet<>(path);
    require(
        distinct.size() == path.size() && path.size() <= MOST && !distinct.contains(""),
        "environments, each once",
        path.toString());
    require(isPlace(place), "a folder inside the project such as models", place);
    require(
        isTime(soak) && isTime(watchFor), "times from none to 400 days", soak + ", " + watchFor);
    require(
        share >= 1 && share <= Canary.WHOLE && (share == Canary.WHOLE || !path.isEmpty()),
        "a share of 1 to 100 percent, and somewhere to go when it is not all",
        share + " percent");
    require(
        fetchWithin.isPositive() && fetchWithin.compareTo(LONGEST_FETCH) <= 0,
        "a time to fetch in of up to a day",
        fetchWithin.toString());
  }

  /// Terms that bring a version to all nodes at once, and wait for their source as long as usual.
  public Terms(
      String channel,
      String asset,
      AssetKind kind,
      Source source,
      List<PublicKeyEc> publishers,
      String place,
      List<String> path,
      Duration soak,
      List<Window> windows,
      Watch watch,
      Duration watchFor,
      OnFailedWatch onFailedWatch) {
    this(
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
        Canary.WHOLE,
        FETCH_WITHIN);
  }

  private static boolean isTime(Duration time) {
    return !time.isNegative() && time.compareTo(LONGEST) <= 0;
  }

  private static boolean isPlace(String place) {
    return place.isEmpty()
        || (!place.startsWith("/")
            && !place.contains("\\")
            && List.of(place.split("/", -1)).stream()
                .noneMatch(
                    part ->
                        part.isEmpty()
                            || part.equals(".")
                            || part.equals("..")
                            || part.equals(".bulwark")));
  }

  private static void require(boolean holds, String expected, String found) {
    if (!holds) {
      throw new RegistryFault(
          RegistryFault.INVALID, "expected %s, found %s".formatted(expected, found));
    }
  }

  /// Every right it takes to open such a channel.
  public Set<Right> rights() {
    Set<Right> rights = EnumSet.of(Right.REGISTRAR);
    if (!path.isEmpty()) {
      rights.add(Right.PROMOTER);
    }
    if (!path.isEmpty() && onFailedWatch == OnFailedWatch.ROLLBACK) {
      rights.add(Right.ROLLBACK);
    }
    return rights;
  }

  /// Whether a version gets a share of that environment's nodes first.
  public boolean isShared(String environment) {
    return share != Canary.WHOLE && path.getLast().equals(environment);
  }

  /// The environment a version must have run well in before this one; empty for the first.
  public Optional<String> before(String environment) {
    int at = path.indexOf(environment);
    return at > 0 ? Optional.of(path.get(at - 1)) : Optional.empty();
  }

  public Digest digest() {
    return Digest.of(json().canonicalBytes());
  }

  /// What is as usual is left out, so that terms signed before it could be said keep their digest.
  public Json.Obj json() {
    Json.Builder out =
        Json.object()
            .put("channel", channel)
            .put("asset", asset)
            .put("kind", kind.word())
            .put("source", source.json())
            .put("publishers", Json.texts(publishers.stream().map(PublicKeyEc::pem).toList()))
            .put("place", place)
            .put("path", Json.texts(path))
            .put("soak", soak.toString())
            .put("windows", Json.texts(windows.stream().map(Window::toString).toList()))
            .put("watch", watch.json())
            .put("watchFor", watchFor.toString())
            .put("onFailedWatch", onFailedWatch.name());
    if (share != Canary.WHOLE) {
      out.put("share", share);
    }
    if (!fetchWithin.equals(FETCH_WITHIN)) {
      out.put("fetchWithin", fetchWithin.toString());
    }
    return out.build();
  }

  /// @throws RegistryFault `registry-invalid`
  /// @throws dev.bulwark.evidence.fault.EvidenceFault by the type of the members
  public static Terms parse(Members members) {
    return TermsReader.read(members);
  }

  static PublicKeyEc publisher(String pem) {
    return PublicKeyEc.parse(Bytes.utf8(pem));
  }
}
