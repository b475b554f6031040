package dev.bulwark.registry.seal;

import dev.bulwark.kernel.bytes.ByteSize;
import dev.bulwark.kernel.bytes.Digest;
import dev.bulwark.kernel.store.ObjectStore;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.ReadableByteChannel;
import java.security.SecureRandom;
import java.util.List;

/// One file on its way under seal: read once, digested and shown to the taps on one thread,
/// encrypted and written on another.
///
/// @param store takes the object
/// @param largest the largest file that is taken
record Upload(ObjectStore store, SecureRandom random, ByteSize largest) {

  /// @return the item, when its object is durable; a fault leaves nothing behind
  PackingList.Item seal(
      String name, ReadableByteChannel source, long declaredSize, List<Tap> taps) {
    PackingList.requireName(name);
    requireSize(name, declaredSize);
    String object = ObjectName.object(random);
    DataKey key = DataKey.generate(random);
    try (ObjectStore.Writer writer = store.create();
        SealingChannel sealing = SealedObjects.encryption(object, key).seal(writer, random);
        Digesting digesting = Digesting.start(taps)) {
      pump(name, source, declaredSize, sealing, digesting);
      sealing.finish();
      Digest digest = digesting.end();
      writer.commit(object);
      return new PackingList.Item(name, declaredSize, digest, object, key);
    } catch (IOException e) {
      // The store speaks in faults, and the source is heard where it is read.
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw failed(name, "an interruption", e);
    }
  }

  private void requireSize(String name, long declaredSize) {
    if (declaredSize < 0) {
      throw new IllegalArgumentException("a size is not negative, found " + declaredSize);
    }
    if (declaredSize > largest.bytes()) {
      throw new SealFault(
          SealFault.TOO_LARGE,
          "expected a file of at most %s, found %s of %s; split it, or raise the limit"
              .formatted(largest, ItemName.shown(name), new ByteSize(declaredSize)));
    }
  }

  private static void pump(
      String name,
      ReadableByteChannel source,
      long declaredSize,
      SealingChannel sealing,
      Digesting digesting)
      throws IOException, InterruptedException {
    long size = 0;
    for (boolean isMore = true; isMore; ) {
      ByteBuffer buffer = digesting.free();
      isMore = fill(name, source, buffer);
      size += buffer.flip().remaining();
      if (size > declaredSize) {
        throw wrongSize(name, declaredSize, "more");
      }
      sealing.write(digesting.digest(buffer));
    }
    if (size < declaredSize) {
      throw wrongSize(name, declaredSize, "%,d bytes".formatted(size));
    }
  }

  private static boolean fill(String name, ReadableByteChannel source, ByteBuffer buffer) {
    try {
      return ChunkedEncryption.fill(buffer, source);
    } catch (IOException e) {
      throw failed(name, "a fault (" + e.getClass().getSimpleName() + ")", e);
    }
  }

  private static SealFault wrongSize(String name, long declaredSize, String found) {
    return new SealFault(
        SealFault.SIZE_WRONG,
        "expected %,d bytes of %s, found %s; it was cut, or it changed while it was read: send it again"
            .formatted(declaredSize, ItemName.shown(name), found));
  }

  private static SealFault failed(String name, String found, Exception cause) {
    return new SealFault(
        SealFault.UPLOAD_FAILED,
        "expected to read %s to its end, found %s; nothing was kept, send it again"
            .formatted(ItemName.shown(name), found),
        cause);
  }
}
