package dev.bulwark.registry.release;

import dev.bulwark.evidence.keys.SigningKey;
import dev.bulwark.registry.RegistryFault;
import dev.bulwark.registry.VersionId;
import dev.bulwark.registry.event.RegistryEvent;
import dev.bulwark.registry.event.Request;
import dev.bulwark.registry.seal.DataKey;
import dev.bulwark.registry.seal.KeyPlace;
import dev.bulwark.registry.seal.Progress;
import dev.bulwark.registry.seal.SealFault;
import dev.bulwark.registry.seal.SealedStore;
import dev.bulwark.registry.state.Keeping;
import dev.bulwark.registry.state.RegistryState;
import dev.bulwark.registry.state.Version;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/// Destroys versions for good, and clears away what nobody needs.
///
/// The event comes first, then the version's key, then what was sealed of it to environments, then
/// its list and its objects. A crash after the event leaves an erased version with some of its
/// bytes; {@link #sweep} ends it. A crash before leaves the version as it was.
///
/// A key that was sealed to an environment and that no deployment names, because a crash came in
/// between, does not say whose it is. So every erasure destroys all of them.
///
/// @param grants where the keys of versions lie sealed to environments
public record Erasing(Book book, SealedStore store, SealedGrants grants) {

  /// Erases a version because a person says so.
  ///
  /// @throws RegistryFault `registry-unknown`, `registry-invalid`; `registry-refused` also when it
  ///   is needed
  public void erase(VersionId id, SigningKey person, String reason) {
    Version version = book.state().version(id);
    new Fulfilling(book)
        .fulfil(
            new Request(Request.Ask.ERASE, "", 0, List.of(id), reason),
            Book.contents(List.of(version)),
            person,
            asked -> new RegistryEvent.Erased(id, reason, asked));
    destroy(version);
  }

  /// What a sweep did, or would do.
  ///
  /// @param erased versions that a rule of retention let go, each with the rule
  /// @param completed erased versions of which something was still there
  /// @param taken what was cleared away, the bytes of those versions included
  /// @param grants names of keys sealed to environments that no deployment of a version that stays
  ///   names
  /// @param unread versions whose packing list could not be read: because of them every object
  ///   stays
  public record Swept(
      SortedMap<VersionId, Keeping.Rule> erased,
      List<VersionId> completed,
      List<SealedStore.Left> taken,
      List<String> grants,
      List<VersionId> unread) {
    public Swept {
      completed = List.copyOf(completed);
      taken = List.copyOf(taken);
      grants = List.copyOf(grants);
      unread = List.copyOf(unread);
    }
  }

  /// Erases what the rules of retention let go, ends erasures that were cut off, and takes away
  /// what no version names. Nobody may be sealing or moving.
  ///
  /// @param dry only says what it would do
  public Swept sweep(boolean dry, Progress progress) {
    RegistryState state = book.state();
    SortedMap<VersionId, Keeping.Rule> due = state.due();
    List<Version> gone =
        state.versions().values().stream()
            .filter(it -> it.state() == Version.State.ERASED || due.containsKey(it.id()))
            .toList();
    Kept kept = kept(state, gone, progress);
    List<SealedStore.Left> taken =
        store.left(kept.keys(), kept.names()).stream()
            .filter(left -> kept.unread().isEmpty() || !left.isObject())
            .toList();
    List<String> needless = needless(state, gone);
    List<Version> completed =
        gone.stream()
            .filter(it -> !due.containsKey(it.id()))
            .filter(it -> isThere(state, it, taken, needless))
            .toList();
    if (!dry) {
      due.forEach(this::record);
      Stream.concat(due.keySet().stream().map(state::version), completed.stream())
          .forEach(version -> store.erase(version.key(), List.of()));
      needless.forEach(this::erase);
      taken.forEach(
          left -> {
            progress.done(left.name(), left.bytes());
            store.sweep(left);
          });
    }
    return new Swept(
        due, completed.stream().map(Version::id).toList(), taken, needless, kept.unread());
  }

  private void record(VersionId id, Keeping.Rule rule) {
    book.change(new RegistryEvent.Erased(id, "retention of " + rule.retention(), rule.event()));
  }

  private static boolean isThere(
      RegistryState state, Version version, List<SealedStore.Left> taken, List<String> needless) {
    return taken.stream().anyMatch(it -> it.isOf(version.key(), version.list()))
        || issued(state, version.id()::equals).anyMatch(needless::contains);
  }

  /// What stays.
  private record Kept(Set<KeyPlace> keys, Set<String> names, List<VersionId> unread) {}

  private Kept kept(RegistryState state, List<Version> gone, Progress progress) {
    Kept kept = new Kept(new HashSet<>(), new HashSet<>(), new ArrayList<>());
    for (Version version : state.versions().values()) {
      if (!gone.contains(version)) {
        kept.keys().add(version.key());
        kept.names().add(version.list());
        objects(version)
            .ifPresentOrElse(kept.names()::addAll, () -> kept.unread().add(version.id()));
        progress.done(version.list(), 0);
      }
    }
    return kept;
  }

  /// The names of a version's objects; empty when its key or its list is not to be had.
  private Optional<Set<String>> objects(Version version) {
    try {
      Optional<DataKey> key = store.key(version.key());
      return key.map(it -> store.list(version.list(), it).objects());
    } catch (SealFault e) {
      return Optional.empty();
    }
  }

  /// The version is erased in the ledger already.
  private void destroy(Version version) {
    Set<String> names = new HashSet<>(objects(version).orElse(Set.of()));
    RegistryState state = book.state();
    List<Version> gone = erased(state);
    Kept kept = kept(state, gone, Progress.SILENT);
    if (kept.unread().isEmpty()) {
      names.removeAll(kept.names());
    } else {
      names.clear();
    }
    names.add(version.list());
    store.erase(version.key(), List.of());
    needless(state, gone).forEach(this::erase);
    store.erase(version.key(), names);
  }

  /// What no deployment names is needless only as long as nobody else makes deployments.
  private void erase(String grant) {
    book.log().requireLease();
    grants.erase(grant);
  }

  private static List<Version> erased(RegistryState state) {
    return state.versions().values().stream()
        .filter(it -> it.state() == Version.State.ERASED)
        .toList();
  }

  /// The names of sealed keys that no deployment of a version that stays names.
  private List<String> needless(RegistryState state, List<Version> gone) {
    Set<VersionId> without = gone.stream().map(Version::id).collect(Collectors.toUnmodifiableSet());
    Set<String> needed =
        issued(state, id -> !without.contains(id)).collect(Collectors.toUnmodifiableSet());
    return grants.all().stream().filter(name -> !needed.contains(name)).toList();
  }

  /// The names of versions' keys as they were sealed to environments for deployments that count.
  private static Stream<String> issued(RegistryState state, Predicate<VersionId> wanted) {
    return state.environments().values().stream()
        .flatMap(
            where ->
                where.deployments().stream()
                    .flatMap(then -> then.grants().entrySet().stream())
                    .filter(each -> wanted.test(each.getKey()))
                    .map(each -> SealedGrants.name(where.name(), each.getValue())));
  }
}
