package dev.bulwark.server.upload;

import dev.bulwark.kernel.bytes.ByteSize;
import dev.bulwark.kernel.bytes.Digest;
import dev.bulwark.registry.seal.KeystoreKey;
import dev.bulwark.registry.seal.PackingList;
import dev.bulwark.registry.seal.SealedStore;
import dev.bulwark.server.ServerFault;
import dev.bulwark.store.FileObjectStore;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.channels.Channels;
import java.nio.channels.ReadableByteChannel;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Semaphore;
import java.util.function.LongSupplier;

/// Bytes on their way to becoming versions, under seal from their first to their last.
///
/// Each part is encrypted under a key of its own, and these keys are in the memory of this process
/// alone: what lies on the disk is nothing to anybody else, and nothing to us after a restart, when
/// it is taken away and clients send again. Thread-safe.
public final class Uploads {
  private static final String NAME = "upload";
  private static final int PIECE = 4 << 20;

  private final Path folder;
  private final SecureRandom random;
  private final InstantSource clock;
  private final LongSupplier nanoTime;
  private final UploadLimits limits;
  private final Map<Owner, Pile> piles = new ConcurrentHashMap<>();
  private final Map<String, Semaphore> places = new ConcurrentHashMap<>();
  private final DiskRoom room;
  private volatile Store store = Store.NONE;

  /// Whose uploads they are: nobody else finds them.
  public record Owner(String system, String person) {}

  private record Store(
      List<OwnFolder> folder, List<FileObjectStore> files, List<SealedStore> sealed) {
    static final Store NONE = new Store(List.of(), List.of(), List.of());
  }

  /// @param folder of all processes that share a home; this one's is made in it when the first
  ///   upload comes
  public Uploads(
      Path folder,
      SecureRandom random,
      InstantSource clock,
      LongSupplier nanoTime,
      UploadLimits limits) {
    this(folder, random, clock, nanoTime, limits, DiskRoom.of(folder, limits.kept()));
  }

  Uploads(
      Path folder,
      SecureRandom random,
      InstantSource clock,
      LongSupplier nanoTime,
      UploadLimits limits,
      DiskRoom room) {
    this.folder = folder;
    this.random = random;
    this.clock = clock;
    this.nanoTime = nanoTime;
    this.limits = limits;
    this.room = room;
  }

  /// What one person has waiting in one system.
  public Pile of(Owner owner) {
    piles.values().forEach(pile -> pile.forgetOlder(clock.instant().minus(limits.patience())));
    return piles.computeIfAbsent(owner, _ -> new Pile(this, owner.system(), limits));
  }

  /// Takes a body in whole, or not at all.
  ///
  /// @param declared how many bytes there will be, where the client says
  /// @param digest sees the bytes
  /// @param quota asked before bytes are taken
  /// @throws dev.bulwark.registry.seal.SealFault `upload-size-wrong`, `upload-failed`
  /// @throws ServerFault `upload-too-large`, `upload-failed`, `busy`
  List<PackingList.Item> take(
      String system, InputStream body, OptionalLong declared, MessageDigest digest, Quota quota) {
    Semaphore place = places.computeIfAbsent(system, _ -> new Semaphore(limits.atOnce()));
    if (!place.tryAcquire()) {
      throw new ServerFault(
          ServerFault.BUSY,
          "expected at most %d uploads to %s side by side, found more; try again"
              .formatted(limits.atOnce(), system));
    }
    try {
      InputStream paced = new PacedInput(body, limits, nanoTime);
      return declared.isPresent()
          ? List.of(one(paced, declared.getAsLong(), digest, quota))
          : pieces(paced, digest, quota);
    } finally {
      place.release();
    }
  }

  /// What an upload may have.
  interface Quota {

    /// @return whether that many more bytes may come
    boolean allows(long bytes);
  }

  private PackingList.Item one(InputStream body, long size, MessageDigest digest, Quota quota) {
    if (!quota.allows(size)) {
      throw tooLarge(size);
    }
    try (DiskRoom.Promise promised = room.promise(body, size)) {
      ReadableByteChannel source = Channels.newChannel(promised);
      return sealed().seal(NAME, source, size, plain -> digest.update(plain.duplicate()));
    }
  }

  /// Of a body whose length is not known, piece after piece.
  private List<PackingList.Item> pieces(InputStream body, MessageDigest digest, Quota quota) {
    List<PackingList.Item> parts = new ArrayList<>();
    try {
      for (byte[] piece = body.readNBytes(PIECE);
          piece.length > 0;
          piece = body.readNBytes(PIECE)) {
        parts.add(one(new ByteArrayInputStream(piece), piece.length, digest, quota));
      }
      return parts;
    } catch (IOException e) {
      drop(parts);
      throw new ServerFault(
          UploadProblem.CUT,
          "expected to read the body to its end, found that it was cut or came too slowly; nothing"
              + " of it was kept, send it again",
          e);
    } catch (RuntimeException e) {
      drop(parts);
      throw e;
    }
  }

  private static ServerFault tooLarge(long bytes) {
    return new ServerFault(
        UploadProblem.TOO_LARGE,
        "expected at most what may still wait here, found an upload of %s more; register what is here first"
            .formatted(new ByteSize(bytes)));
  }

  /// The bytes again, every one authentic.
  public ReadableByteChannel open(Blob blob) {
    return new Joined(blob.parts(), sealed()::read);
  }

  void drop(List<PackingList.Item> parts) {
    if (!parts.isEmpty()) {
      FileObjectStore files = opened().files().getFirst();
      parts.forEach(part -> files.erase(part.object()));
    }
  }

  private SealedStore sealed() {
    return opened().sealed().getFirst();
  }

  /// At the first upload, so that a start does not wait for it.
  private synchronized Store opened() {
    if (store.files().isEmpty()) {
      OwnFolder own = OwnFolder.in(folder, random, clock.instant());
      FileObjectStore files = FileObjectStore.open(own.folder());
      SealedStore sealed =
          new SealedStore(files, List.of(KeystoreKey.generate(random)), random, limits.file());
      store = new Store(List.of(own), List.of(files), List.of(sealed));
    }
    return store;
  }

  /// @throws ServerFault `upload-digest-wrong`
  static void require(Digest expected, Digest found) {
    if (!expected.equals(found)) {
      throw new ServerFault(
          UploadProblem.OTHER_DIGEST,
          "expected bytes of the digest %s, found %s; nothing was kept, send them again"
              .formatted(expected, found));
    }
  }

  InstantSource clock() {
    return clock;
  }
}
