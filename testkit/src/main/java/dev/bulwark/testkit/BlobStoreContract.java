package dev.bulwark.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.bulwark.kernel.bytes.Bytes;
import dev.bulwark.kernel.store.BlobStore;
import dev.bulwark.kernel.store.StoreFault;
import java.util.List;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/// What every {@link BlobStore} must hold.
public abstract class BlobStoreContract {
  private static final Bytes ONE = Bytes.utf8("one");
  private static final Bytes OTHER = Bytes.utf8("other");

  /// A store with nothing in it, a new one for every test.
  protected abstract BlobStore emptyStore();

  /// The same store as another process would open it.
  protected abstract BlobStore openAgain(BlobStore store);

  @Test
  void whatWasPutIsFound() {
    BlobStore store = emptyStore();
    store.put("a/b/one", ONE);
    store.put("empty", Bytes.EMPTY);
    for (BlobStore view : List.of(store, openAgain(store))) {
      assertThat(view.find("a/b/one")).contains(ONE);
      assertThat(view.find("empty")).contains(Bytes.EMPTY);
      assertThat(view.find("a/b")).isEmpty();
      assertThat(view.find("nothing/here")).isEmpty();
    }
  }

  @Test
  void bytesAreNeverReplaced() {
    BlobStore store = emptyStore();
    store.put("blob", ONE);
    store.put("blob", ONE);
    assertThatThrownBy(() -> store.put("blob", OTHER))
        .isInstanceOfSatisfying(
            StoreFault.class, fault -> assertThat(fault.type()).isEqualTo(StoreFault.CONFLICT));
    assertThat(store.find("blob")).contains(ONE);
  }

  @Test
  void erasedIsGoneAndMayComeAgain() {
    BlobStore store = emptyStore();
    store.put("a/blob", ONE);
    store.erase("a/blob");
    store.erase("a/blob");
    store.erase("never/there");
    assertThat(openAgain(store).find("a/blob")).isEmpty();
    store.put("a/blob", OTHER);
    assertThat(store.find("a/blob")).contains(OTHER);
  }

  @Test
  void aFolderTellsWhatLiesBelowItAndNothingElse() {
    BlobStore store = emptyStore();
    assertThat(store.names("a")).isEmpty();
    for (String name : List.of("a/c/two", "a/b", "ab", "b/a/three", "a/c/one")) {
      store.put(name, ONE);
    }
    for (BlobStore view : List.of(store, openAgain(store))) {
      assertThat(view.names("a")).containsExactly("a/b", "a/c/one", "a/c/two");
      assertThat(view.names("a/c")).containsExactly("a/c/one", "a/c/two");
    }
    store.erase("a/c/one");
    assertThat(store.names("a/c")).containsExactly("a/c/two");
  }

  @Test
  void namesThatLeadElsewhereAreRefused() {
    BlobStore store = emptyStore();
    List<String> names =
        List.of(
            "", "/", "/a", "a/", "a//b", ".", "..", "../a", "a/../b", "a/./b", "a b", "a\\b", "a~",
            "ä", "a\0b");
    for (String name : names) {
      assertThatThrownBy(() -> store.put(name, ONE))
          .as("put \"%s\"", name)
          .isInstanceOf(IllegalArgumentException.class);
      assertThatThrownBy(() -> store.find(name))
          .as("find \"%s\"", name)
          .isInstanceOf(IllegalArgumentException.class);
      assertThatThrownBy(() -> store.erase(name))
          .as("erase \"%s\"", name)
          .isInstanceOf(IllegalArgumentException.class);
      assertThatThrownBy(() -> store.names(name))
          .as("names \"%s\"", name)
          .isInstanceOf(IllegalArgumentException.class);
    }
  }

  @Test
  void ofManyPutsUnderOneNameOneWins() throws InterruptedException {
    BlobStore store = emptyStore();
    ConcurrentLinkedQueue<Bytes> won = new ConcurrentLinkedQueue<>();
    List<Thread> writers =
        IntStream.range(0, 16)
            .mapToObj(
                number ->
                    Thread.startVirtualThread(
                        () -> {
                          Bytes own = Bytes.utf8("writer " + number);
                          try {
                            store.put("contested", own);
                            won.add(own);
                          } catch (StoreFault e) {
                            assertThat(e.type()).isEqualTo(StoreFault.CONFLICT);
                          }
                        }))
            .toList();
    for (Thread writer : writers) {
      writer.join();
    }
    assertThat(won).hasSize(1);
    assertThat(store.find("contested")).contains(won.element());
  }
}
