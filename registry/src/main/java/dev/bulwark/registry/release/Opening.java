package dev.bulwark.registry.release;

import dev.bulwark.kernel.bytes.Bytes;
import dev.bulwark.kernel.bytes.Digest;
import dev.bulwark.kernel.store.BlobStore;
import dev.bulwark.registry.Content;
import dev.bulwark.registry.VersionId;
import dev.bulwark.registry.seal.DataKey;
import dev.bulwark.registry.seal.EnvironmentKey;
import dev.bulwark.registry.seal.Grant;
import dev.bulwark.registry.seal.PackingList;
import dev.bulwark.registry.seal.SealFault;
import dev.bulwark.registry.seal.SealedReader;
import java.nio.channels.WritableByteChannel;
import java.time.Instant;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/// Opens, at the place itself, what an environment may run: needs its private key, the public keys
/// of the judge and the ledger, and a copy of the store; no vault and no network.
///
/// @param check verifies the pass
/// @param key the environment's private key
/// @param grants where grants lie; not trusted
/// @param store where objects lie; not trusted
public record Opening(PassCheck check, EnvironmentKey key, BlobStore grants, SealedReader store) {

  /// What came of it.
  public sealed interface Result {

    /// The release may be read.
    ///
    /// @param until when the decision behind it runs out
    /// @param seen to be remembered before anything is used
    record Open(
        long generation, SortedMap<VersionId, PackingList> release, Instant until, Seen seen)
        implements Result {
      public Open {
        release = Collections.unmodifiableSortedMap(new TreeMap<>(release));
      }
    }

    /// @param seen what to remember all the same
    record Refused(String expected, String found, Seen seen) implements Result {}
  }

  /// @throws dev.bulwark.registry.RegistryFault `registry-pass-malformed`
  public Result open(Bytes pass, Seen seen, Instant now) {
    return open(pass, new Which.Only(), seen, now);
  }

  /// @param which of two generations, while a canary runs
  /// @throws dev.bulwark.registry.RegistryFault `registry-pass-malformed`
  public Result open(Bytes pass, Which which, Seen seen, Instant now) {
    return switch (check.check(Pass.parse(pass), which, seen, now)) {
      case PassCheck.Result.Refused(String expected, String found, Seen learned) ->
          new Result.Refused(expected, found, learned);
      case PassCheck.Result.Admitted admitted -> unlock(admitted);
    };
  }

  private Result unlock(PassCheck.Result.Admitted admitted) {
    SortedMap<VersionId, PackingList> release = new TreeMap<>();
    for (Map.Entry<VersionId, PassCheck.Grantee> each : admitted.versions().entrySet()) {
      VersionId id = each.getKey();
      PassCheck.Grantee grantee = each.getValue();
      Optional<DataKey> dataKey = dataKey(admitted.generation(), id, grantee);
      if (dataKey.isEmpty()) {
        return new Result.Refused(
            "the key of %s sealed to this place".formatted(id),
            "none that opens here",
            admitted.seen());
      }
      PackingList list;
      try {
        list = store.list(grantee.list(), dataKey.get());
      } catch (SealFault e) {
        return new Result.Refused(
            "the packing list of " + id, String.valueOf(e.getMessage()), admitted.seen());
      }
      if (!content(list).equals(grantee.content())) {
        return new Result.Refused(
            "the files the ledger names for " + id, "others", admitted.seen());
      }
      release.put(id, unwrapped(list));
    }
    return new Result.Open(admitted.generation(), release, admitted.until(), admitted.seen());
  }

  private Optional<DataKey> dataKey(long generation, VersionId id, PassCheck.Grantee grantee) {
    Bytes info = SealedGrants.info(check.environment(), generation, id, grantee.content());
    return grants
        .find(SealedGrants.name(check.environment(), grantee.grant()))
        .filter(bytes -> Digest.of(bytes).equals(grantee.grant()))
        .flatMap(Grant::parse)
        .flatMap(grant -> grant.open(key, info));
  }

  /// What is for this place: how a version was brought is not.
  private static PackingList unwrapped(PackingList list) {
    return new PackingList(
        list.items().stream().filter(item -> !Content.isWrapping(item.name())).toList());
  }

  private static Content content(PackingList list) {
    List<Content.File> files =
        list.items().stream()
            .map(item -> new Content.File(item.name(), item.size(), item.digest()))
            .toList();
    return new Content(files);
  }

  /// Copies a file out; only when it returns was all of it what was pushed.
  ///
  /// @throws SealFault `seal-missing`, `seal-broken`, `open-failed`
  public void copy(PackingList.Item item, WritableByteChannel to) {
    store.copy(item, to);
  }
}
