package dev.bulwark.server.objects;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.NonWritableChannelException;
import java.nio.channels.SeekableByteChannel;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.core.ResponseInputStream;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.services.s3.model.GetObjectResponse;

/// An object of a bucket, read at any place: one request from where a reader begins, as long as it
/// goes on from there. An object that was replaced meanwhile fails by its ETag.
final class S3Channel implements SeekableByteChannel {
  private final S3Objects store;
  private final String key;
  private final long size;
  private final String etag;
  private long position;
  private @Nullable ResponseInputStream<GetObjectResponse> stream;
  private long streamAt;
  private boolean isOpen = true;

  S3Channel(S3Objects store, String key, long size, String etag) {
    this.store = store;
    this.key = key;
    this.size = size;
    this.etag = etag;
  }

  @Override
  public int read(ByteBuffer target) throws IOException {
    requireOpen();
    if (position >= size) {
      return -1;
    }
    if (!target.hasRemaining()) {
      return 0;
    }
    byte[] part = new byte[(int) Math.min(target.remaining(), Math.min(1 << 16, size - position))];
    int read = from().read(part);
    if (read < 0) {
      throw new IOException("the object ended before its size");
    }
    target.put(part, 0, read);
    position += read;
    streamAt += read;
    return read;
  }

  private InputStream from() throws IOException {
    ResponseInputStream<GetObjectResponse> open = stream;
    if (open != null && streamAt == position) {
      return open;
    }
    drop();
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
  private void drop() {
    if (stream != null) {
      stream.abort();
      stream = null;
    }
  }

  private void requireOpen() throws ClosedChannelException {
    if (!isOpen) {
      throw new ClosedChannelException();
    }
  }

  @Override
  public int write(ByteBuffer bytes) {
    throw new NonWritableChannelException();
  }

  @Override
  public long position() {
    return position;
  }

  @Override
  public SeekableByteChannel position(long to) {
    position = to;
    return this;
  }

  @Override
  public long size() {
    return size;
  }

  @Override
  public SeekableByteChannel truncate(long to) {
    throw new NonWritableChannelException();
  }

  @Override
  public boolean isOpen() {
    return isOpen;
  }

  @Override
  public void close() {
    isOpen = false;
    drop();
  }
}
