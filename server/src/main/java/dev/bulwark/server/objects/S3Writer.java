package dev.bulwark.server.objects;

import dev.bulwark.kernel.store.ObjectStore;
import dev.bulwark.kernel.store.StoreFault;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Set;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.http.ContentStreamProvider;
import software.amazon.awssdk.services.s3.model.S3Exception;

/// Bytes on their way to a bucket, in a nameless file for as long as it takes.
final class S3Writer implements ObjectStore.Writer {
  private static final int CONFLICT = 409;
  private static final int PRECONDITION_FAILED = 412;

  private final S3Objects store;
  private final FileChannel spool;

  private S3Writer(S3Objects store, FileChannel spool) {
    this.store = store;
    this.spool = spool;
  }

  static S3Writer begin(S3Objects store) {
    try {
      Path file =
          Files.createTempFile(
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
                  StandardOpenOption.DELETE_ON_CLOSE)));
    } catch (IOException e) {
      throw new StoreFault(
          StoreFault.UNAVAILABLE, "expected room for a temporary file, found none", e);
    }
  }

  @Override
  public int write(ByteBuffer bytes) {
    int size = bytes.remaining();
    try {
      while (bytes.hasRemaining()) {
        spool.write(bytes);
      }
      return size;
    } catch (IOException e) {
      throw new StoreFault(
          StoreFault.UNAVAILABLE, "expected room for a temporary file, found none", e);
    }
  }

  @Override
  public void commit(String name) {
    String key = store.key(name);
    try {
      long size = spool.size();
      ContentStreamProvider content =
          () -> {
            try {
              return Channels.newInputStream(spool.position(0));
            } catch (IOException e) {
              throw new java.io.UncheckedIOException(e);
            }
          };
      // The stream is not closed by the client before the request has ended; the file is ours.
      store
          .client()
          .putObject(
              ask -> ask.bucket(store.bucket()).key(key).ifNoneMatch("*"),
              RequestBody.fromContentProvider(
                  () -> new Unclosed(content.newStream()), size, "application/octet-stream"));
    } catch (S3Exception e) {
      if (e.statusCode() == PRECONDITION_FAILED || e.statusCode() == CONFLICT) {
        throw new StoreFault(
            StoreFault.CONFLICT,
            "expected nothing at %s yet, found something; an object never changes".formatted(key),
            e);
      }
      throw store.fault("write", key, e);
    } catch (SdkException | IOException e) {
      throw store.fault("write", key, e);
    }
    close();
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
