package dev.bulwark.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.bulwark.kernel.bytes.Bytes;
import dev.bulwark.kernel.store.ObjectStore;
import dev.bulwark.kernel.store.StoreFault;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.SeekableByteChannel;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/// What every {@link ObjectStore} must hold.
public abstract class ObjectStoreContract {
  private static final Bytes ONE = Bytes.utf8("one");
  private static final Bytes OTHER = Bytes.utf8("other");

  /// A store with nothing in it, a new one for every test.
  protected abstract ObjectStore emptyStore();

  /// The same store as another process would open it.
  protected abstract ObjectStore openAgain(ObjectStore store);

  @Test
  void whatWasCommittedIsThereWhole() {
    ObjectStore store = emptyStore();
    byte[] large = new byte[3_000_000];
    large[2_999_999] = 7;
    put(store, "a/b/one", ONE);
    put(store, "empty", Bytes.EMPTY);
    try (ObjectStore.Writer writer = store.create()) {
      ByteBuffer rest = ByteBuffer.wrap(large);
      assertThat(writer.write(rest.slice(0, 1_000_000))).isEqualTo(1_000_000);
      assertThat(writer.write(rest.slice(1_000_000, 2_000_000).asReadOnlyBuffer()))
          .isEqualTo(2_000_000);
      assertThat(writer.isOpen()).isTrue();
      writer.commit("a/large");
      assertThat(writer.isOpen()).isFalse();
    }
    for (ObjectStore view : List.of(store, openAgain(store))) {
      assertThat(content(view, "a/b/one")).contains(ONE);
      assertThat(content(view, "empty")).contains(Bytes.EMPTY);
      assertThat(content(view, "a/large")).contains(Bytes.of(large));
      assertThat(content(view, "a/b")).isEmpty();
      assertThat(content(view, "nothing/here")).isEmpty();
      assertThat(view.names()).containsExactly("a/b/one", "a/large", "empty");
    }
  }

  @Test
  void anyPlaceCanBeReadAndNothingWritten() throws IOException {
    ObjectStore store = emptyStore();
    put(store, "object", Bytes.utf8("0123456789"));
    try (SeekableByteChannel channel = store.open("object").orElseThrow()) {
      assertThat(channel.size()).isEqualTo(10);
      ByteBuffer two = ByteBuffer.allocate(2);
      channel.position(7).read(two);
      assertThat(Bytes.of(two.array())).isEqualTo(Bytes.utf8("78"));
      assertThat(channel.position()).isEqualTo(9);
      assertThat(channel.position(10).read(two.clear())).isEqualTo(-1);
      channel.position(0).read(two.clear());
      assertThat(Bytes.of(two.array())).isEqualTo(Bytes.utf8("01"));
      assertThatThrownBy(() -> channel.write(ByteBuffer.allocate(1)))
          .isInstanceOf(java.nio.channels.NonWritableChannelException.class);
    }
  }

  @Test
  void whatWasNotCommittedIsNotThere() {
    ObjectStore store = emptyStore();
    try (ObjectStore.Writer writer = store.create()) {
      writer.write(ByteBuffer.allocate(100_000));
      assertThat(store.names()).isEmpty();
    }
    ObjectStore.Writer closed = store.create();
    closed.close();
    closed.close();
    assertThat(closed.isOpen()).isFalse();
    assertThat(openAgain(store).names()).isEmpty();
  }

  @Test
  void anObjectIsNeverReplaced() {
    ObjectStore store = emptyStore();
    put(store, "object", ONE);
    for (Bytes content : List.of(OTHER, ONE)) {
      assertThatThrownBy(() -> put(store, "object", content))
          .isInstanceOfSatisfying(
              StoreFault.class, fault -> assertThat(fault.type()).isEqualTo(StoreFault.CONFLICT));
    }
    assertThat(content(store, "object")).contains(ONE);
  }

  @Test
  void erasedIsGoneAndMayComeAgain() {
    ObjectStore store = emptyStore();
    put(store, "a/object", ONE);
    store.erase("a/object");
    store.erase("a/object");
    store.erase("never/there");
    assertThat(content(openAgain(store), "a/object")).isEmpty();
    assertThat(store.names()).isEmpty();
    put(store, "a/object", OTHER);
    assertThat(content(store, "a/object")).contains(OTHER);
  }

  @Test
  void namesThatLeadElsewhereAreRefused() {
    ObjectStore store = emptyStore();
    List<String> names =
        List.of(
            "", "/", "/a", "a/", "a//b", ".", "..", "../a", "a/../b", "a/./b", "a b", "a\\b", "a~",
            "ä", "a\0b");
    for (String name : names) {
      assertThatThrownBy(() -> put(store, name, ONE))
          .as("commit \"%s\"", name)
          .isInstanceOf(IllegalArgumentException.class);
      assertThatThrownBy(() -> store.open(name))
          .as("open \"%s\"", name)
          .isInstanceOf(IllegalArgumentException.class);
      assertThatThrownBy(() -> store.erase(name))
          .as("erase \"%s\"", name)
          .isInstanceOf(IllegalArgumentException.class);
    }
    assertThat(store.names()).isEmpty();
  }

  /// How many of those who commit under one name at the same moment may be told that they won: one,
  /// unless what lies below the store in this test is known to look first and write then.
  protected int mostWinners() {
    return 1;
  }

  @Test
  void ofManyCommitsUnderOneNameOneWins() throws InterruptedException {
    ObjectStore store = emptyStore();
    ConcurrentLinkedQueue<Bytes> won = new ConcurrentLinkedQueue<>();
    List<Thread> writers =
        IntStream.range(0, 16)
            .mapToObj(
                number ->
                    Thread.startVirtualThread(
                        () -> {
                          Bytes own = Bytes.utf8("writer " + number);
                          try {
                            put(store, "contested", own);
                            won.add(own);
                          } catch (StoreFault e) {
                            assertThat(e.type()).isEqualTo(StoreFault.CONFLICT);
                          }
                        }))
            .toList();
    for (Thread writer : writers) {
      writer.join();
    }
    assertThat(won).hasSizeBetween(1, mostWinners());
    assertThat(content(store, "contested"))
        .hasValueSatisfying(content -> assertThat(won).contains(content));
  }

  private static void put(ObjectStore store, String name, Bytes content) {
    try (ObjectStore.Writer writer = store.create()) {
      writer.write(content.buffer());
      writer.commit(name);
    }
  }

  private static Optional<Bytes> content(ObjectStore store, String name) {
    return store
        .open(name)
        .map(
            opened -> {
              try (SeekableByteChannel channel = opened) {
                ByteBuffer all = ByteBuffer.allocate(Math.toIntExact(channel.size()));
                while (all.hasRemaining() && channel.read(all) >= 0) {
                  // A read may be short.
                }
                return Bytes.of(all.flip());
              } catch (IOException e) {
                throw new UncheckedIOException(e);
              }
            });
  }
}
