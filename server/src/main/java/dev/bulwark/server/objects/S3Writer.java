package dev.bulwark.server.objects;

import dev.bulwark.kernel.bytes.Digest;
import dev.bulwark.kernel.store.ObjectStore;
import dev.bulwark.kernel.store.StoreFault;
import dev.bulwark.server.ServerFault;
import dev.bulwark.server.disk.FreeRoom;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.MessageDigest;
import java.time.Duration;
import java.util.HexFormat;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.http.ContentStreamProvider;
import software.amazon.awssdk.services.s3.model.HeadObjectResponse;
import software.amazon.awssdk.services.s3.model.S3Exception;

/// Bytes on their way to a bucket, in a nameless file in the server's folder for as long as it
/// takes.
///
/// An object says in its metadata which writer wrote it and what its bytes are: one whose answer
/// was lost finds its own object there and has succeeded.
final class S3Writer implements ObjectStore.Writer {
  static final int CONFLICT = 409;
  private static final int PRECONDITION_FAILED = 412;

  private static final int ATTEMPTS = 5;
  private static final Duration PAUSE = Duration.ofMillis(200);
  private static final String WRITER = "bulwark-writer";
  private static final String DIGEST = "bulwark-sha256";

  private final S3Objects store;
  private final FileChannel spool;
  private final FreeRoom.Meter meter;
  private final String writer = UUID.randomUUID().toString();
  private final MessageDigest sha256 = Digest.sha256();

  private S3Writer(S3Objects store, FileChannel spool, FreeRoom.Meter meter) {
    this.store = store;
    this.spool = spool;
    this.meter = meter;
  }

  static S3Writer begin(S3Objects store) {
    try {
      FreeRoom.Meter meter = store.room().meter();
      Path file =
          Files.createTempFile(
              store.room().folder(),
              "bulwark-object",
              "",
              PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
      return new S3Writer(
          store,
          FileChannel.open(
              file,
              Set.of(
                  StandardOpenOption.READ,
                  StandardOpenOption.WRITE,
                  StandardOpenOption.DELETE_ON_CLOSE)),
          meter);
    } catch (IOException | ServerFault e) {
      throw noRoom(e);
    }
  }

  private static StoreFault noRoom(Exception e) {
    return new StoreFault(
        StoreFault.UNAVAILABLE,
        "expected room in the server's folder for bytes on their way to the bucket, found too"
            + " little; make room there",
        e);
  }

  @Override
  public int write(ByteBuffer bytes) {
    int size = bytes.remaining();
    try {
      if (spool.size() + size > store.most().bytes()) {
        throw new StoreFault(
            StoreFault.UNAVAILABLE,
            "expected an object of at most %s, which is what one request to an S3 server takes, found a larger one; cut the file into shards, or keep sealed versions in the folder"
                .formatted(store.most()));
      }
      meter.add(size);
      sha256.update(bytes.duplicate());
      while (bytes.hasRemaining()) {
        spool.write(bytes);
      }
      return size;
    } catch (IOException | ServerFault e) {
      throw noRoom(e);
    }
  }

  @Override
  public void commit(String name) {
    String key = store.key(name);
    try {
      long size = spool.size();
      Map<String, String> metadata =
          Map.of(WRITER, writer, DIGEST, HexFormat.of().formatHex(sha256.digest()));
      for (int attempt = 1; !isPut(key, size, metadata, attempt == ATTEMPTS); attempt++) {
        Thread.sleep(PAUSE.multipliedBy(attempt));
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw store.fault("write", key, e);
    } catch (SdkException | IOException e) {
      throw store.fault("write", key, e);
    }
    close();
  }

  /// @return false to try again: another request for this name was under way
  private boolean isPut(String key, long size, Map<String, String> metadata, boolean last) {
    ContentStreamProvider content =
        () -> {
          try {
            return Channels.newInputStream(spool.position(0));
          } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
          }
        };
    try {
      // The stream is not closed by the client before the request has ended; the file is ours.
      store
          .client()
          .putObject(
              ask -> ask.bucket(store.bucket()).key(key).ifNoneMatch("*").metadata(metadata),
              RequestBody.fromContentProvider(
                  () -> new Unclosed(content.newStream()), size, "application/octet-stream"));
      return true;
    } catch (S3Exception e) {
      if (e.statusCode() == CONFLICT && !last) {
        return false;
      }
      if (e.statusCode() == PRECONDITION_FAILED && isOurs(key, size, metadata)) {
        return true;
      }
      if (e.statusCode() == PRECONDITION_FAILED) {
        throw new StoreFault(
            StoreFault.CONFLICT,
            "expected nothing at %s yet, found something; an object never changes".formatted(key),
            e);
      }
      throw e;
    }
  }

  private boolean isOurs(String key, long size, Map<String, String> metadata) {
    HeadObjectResponse there =
        store.client().headObject(ask -> ask.bucket(store.bucket()).key(key));
    return there.contentLength() == size
        && there.metadata().entrySet().containsAll(metadata.entrySet());
  }

  private static final class Unclosed extends java.io.FilterInputStream {
    Unclosed(java.io.InputStream in) {
      super(in);
    }

    @Override
    public void close() {
      // It would close the file, which a second try must read again.
    }
  }

  @Override
  public boolean isOpen() {
    return spool.isOpen();
  }

  @Override
  public void close() {
    try {
      spool.close();
    } catch (IOException e) {
      throw new StoreFault(StoreFault.UNAVAILABLE, "a temporary file cannot be closed", e);
    }
  }
}
