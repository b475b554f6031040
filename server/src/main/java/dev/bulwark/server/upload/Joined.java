package dev.bulwark.server.upload;

import dev.bulwark.registry.seal.PackingList;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.ReadableByteChannel;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/// Parts as one, opened one after the other.
final class Joined implements ReadableByteChannel {
  private final Iterator<PackingList.Item> rest;
  private final Function<PackingList.Item, ? extends ReadableByteChannel> open;
  private Optional<ReadableByteChannel> current = Optional.empty();
  private boolean closed;

  Joined(
      List<PackingList.Item> parts,
      Function<PackingList.Item, ? extends ReadableByteChannel> open) {
    this.rest = parts.iterator();
    this.open = open;
  }

  @Override
  public int read(ByteBuffer into) throws IOException {
    if (closed) {
      throw new ClosedChannelException();
    }
    while (true) {
      if (current.isEmpty()) {
        if (!rest.hasNext()) {
          return -1;
        }
        current = Optional.of(open.apply(rest.next()));
      }
      int read = current.get().read(into);
      if (read >= 0) {
        return read;
      }
      current.get().close();
      current = Optional.empty();
    }
  }

  @Override
  public boolean isOpen() {
    return !closed;
  }

  @Override
  public void close() throws IOException {
    closed = true;
    if (current.isPresent()) {
      current.get().close();
    }
  }
}
