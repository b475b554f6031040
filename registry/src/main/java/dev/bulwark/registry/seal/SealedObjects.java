package dev.bulwark.registry.seal;

import dev.bulwark.kernel.bytes.Bytes;
import dev.bulwark.kernel.bytes.Digest;
import dev.bulwark.kernel.store.ObjectStore;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.channels.Channels;
import java.nio.channels.SeekableByteChannel;
import java.nio.channels.WritableByteChannel;
import java.util.List;
import java.util.Optional;

/// Reads what lies sealed in a store, believing nothing of it.
///
/// @param store the registry's own, or a replica of it
record SealedObjects(ObjectStore store) {
  private static final String OBJECT_LABEL = "bulwark object v1\n";

  /// An object opens under its own name alone: put elsewhere it is broken.
  static ChunkedEncryption encryption(String name, DataKey key) {
    return ChunkedEncryption.of(key, Bytes.utf8(OBJECT_LABEL + name));
  }

  /// @throws SealFault `seal-missing`, `seal-broken`
  SeekableByteChannel open(String name, DataKey key) {
    SeekableByteChannel sealed =
        store
            .open(name)
            .orElseThrow(
                () ->
                    new SealFault(
                        SealFault.MISSING,
                        "expected an object at %s, found none; restore it from a replica"
                            .formatted(name)));
    try {
      return encryption(name, key).open(sealed);
    } catch (IOException e) {
      throw broken(name, e, closed(sealed));
    }
  }

  private static List<IOException> closed(SeekableByteChannel channel) {
    try {
      channel.close();
      return List.of();
    } catch (IOException e) {
      return List.of(e);
    }
  }

  /// @throws SealFault `seal-missing`, `seal-broken`
  SeekableByteChannel open(PackingList.Item item) {
    SeekableByteChannel channel = open(item.object(), item.key());
    try {
      if (channel.size() == item.size()) {
        return channel;
      }
      throw broken(
          item.object(),
          new BrokenSeal("expected %,d bytes, found %,d".formatted(item.size(), channel.size())),
          closed(channel));
    } catch (IOException e) {
      throw broken(item.object(), e, closed(channel));
    }
  }

  /// Copies a file's bytes, each authentic before it is written, and holds size and digest against
  /// the item when all are through. Only when it returns is what was written the file.
  ///
  /// @throws SealFault `seal-missing`, `seal-broken`, `open-failed`
  void copy(PackingList.Item item, WritableByteChannel to) {
    try (SeekableByteChannel from = open(item);
        Digesting digesting = Digesting.start(List.of())) {
      boolean isMore = true;
      while (isMore) {
        ByteBuffer buffer = digesting.free();
        isMore = ChunkedEncryption.fill(buffer, from);
        write(item, digesting.digest(buffer.flip()), to);
      }
      requireDigest(item, digesting.end());
    } catch (IOException e) {
      throw broken(item.object(), e, List.of());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw unwritable(item, e);
    }
  }

  private static void write(PackingList.Item item, ByteBuffer plain, WritableByteChannel to) {
    try {
      while (plain.hasRemaining()) {
        to.write(plain);
      }
    } catch (IOException e) {
      throw unwritable(item, e);
    }
  }

  private static void requireDigest(PackingList.Item item, Digest found) {
    if (!found.equals(item.digest())) {
      throw broken(
          item.object(),
          new BrokenSeal("expected the digest of its list, found another"),
          List.of());
    }
  }

  /// Reads a whole object that is small enough to be held.
  ///
  /// @throws SealFault `seal-missing`, `seal-broken`
  Bytes whole(String name, DataKey key, long mostBytes) {
    try (SeekableByteChannel channel = open(name, key)) {
      if (channel.size() > mostBytes) {
        throw new BrokenSeal(
            "expected at most %,d bytes, found %,d".formatted(mostBytes, channel.size()));
      }
      ByteBuffer all = ByteBuffer.allocate((int) channel.size());
      ChunkedEncryption.fill(all, channel);
      return Bytes.of(all.flip());
    } catch (IOException e) {
      throw broken(name, e, List.of());
    }
  }

  /// @throws SealFault `seal-missing`, `seal-broken`
  PackingList list(String name, DataKey key) {
    Bytes bytes = whole(name, key, PackingList.MOST_BYTES.bytes());
    try {
      return PackingList.parse(bytes);
    } catch (SealFault e) {
      throw broken(name, new BrokenSeal(e.getMessage()), List.of());
    }
  }

  /// The first bytes of something that is not encrypted as a message; empty when there is nothing.
  Optional<Bytes> raw(String name, int mostBytes) {
    return store
        .open(name)
        .map(
            opened -> {
              try (SeekableByteChannel channel = opened) {
                ByteBuffer all = ByteBuffer.allocate(mostBytes);
                ChunkedEncryption.fill(all, channel);
                return Bytes.of(all.flip());
              } catch (IOException e) {
                throw broken(name, e, List.of());
              }
            });
  }

  /// Whether a file is there, whole and authentic; otherwise why not.
  Optional<SealFault> flaw(PackingList.Item item) {
    try {
      copy(item, Channels.newChannel(OutputStream.nullOutputStream()));
      return Optional.empty();
    } catch (SealFault e) {
      return Optional.of(e);
    }
  }

  private static SealFault broken(String name, IOException cause, List<IOException> more) {
    more.forEach(cause::addSuppressed);
    String found =
        cause instanceof BrokenSeal broken
            ? broken.getMessage()
            : "a fault of the medium (" + cause.getClass().getSimpleName() + ")";
    return new SealFault(
        SealFault.BROKEN,
        "expected what was sealed at %s: %s; run a scrub with a replica".formatted(name, found),
        cause);
  }

  private static SealFault unwritable(PackingList.Item item, Exception cause) {
    return new SealFault(
        SealFault.TARGET_FAILED,
        "expected to write %,d bytes, found a fault (%s); throw away what was written and try again"
            .formatted(item.size(), cause.getClass().getSimpleName()),
        cause);
  }
}
