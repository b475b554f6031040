package dev.bulwark.server.objects;

import dev.bulwark.kernel.store.ReadChannel;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.core.ResponseInputStream;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.services.s3.model.GetObjectResponse;

/// An object of a bucket, read at any place: one request from where a reader begins, as long as it
/// goes on from there. An object that was replaced meanwhile fails by its ETag.
final class S3Reading implements ReadChannel.From {
  private static final int MOST = 1 << 16;

  private final S3Objects store;
  private final String key;
  private final String etag;
  private @Nullable ResponseInputStream<GetObjectResponse> stream;
  private long streamAt;

  S3Reading(S3Objects store, String key, String etag) {
    this.store = store;
    this.key = key;
    this.etag = etag;
  }

  @Override
  public int read(long position, ByteBuffer target) throws IOException {
    byte[] part = new byte[Math.min(target.remaining(), MOST)];
    int read = from(position).read(part);
    if (read < 0) {
      throw new IOException("the object ended before its size");
    }
    target.put(part, 0, read);
    streamAt += read;
    return read;
  }

  private InputStream from(long position) throws IOException {
    ResponseInputStream<GetObjectResponse> open = stream;
    if (open != null && streamAt == position) {
      return open;
    }
    close();
    try {
      ResponseInputStream<GetObjectResponse> next =
          store
              .client()
              .getObject(
                  ask ->
                      ask.bucket(store.bucket())
                          .key(key)
                          .ifMatch(etag)
                          .range("bytes=" + position + "-"));
      stream = next;
      streamAt = position;
      return next;
    } catch (SdkException e) {
      throw new IOException("the object cannot be read from the bucket", e);
    }
  }

  /// Gives an unread rest up without reading it.
  @Override
  public void close() {
    if (stream != null) {
      stream.abort();
      stream = null;
    }
  }
}
