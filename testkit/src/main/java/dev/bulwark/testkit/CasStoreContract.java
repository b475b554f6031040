package dev.bulwark.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.bulwark.kernel.bytes.Bytes;
import dev.bulwark.kernel.store.CasStore;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/// What every {@link CasStore} must hold.
public abstract class CasStoreContract {
  private static final int WRITERS = 8;
  private static final int ROUNDS = 25;
  private static final Bytes ONE = Bytes.utf8("one");
  private static final Bytes TWO = Bytes.utf8("two");

  /// A store with nothing in it, a new one for every test.
  protected abstract CasStore emptyStore();

  /// The same store as another process would open it.
  protected abstract CasStore openAgain(CasStore store);

  @Test
  void aCellMovesOnlyFromWhatItHolds() {
    CasStore store = emptyStore();
    assertThat(store.find("cell")).isEmpty();
    assertThat(store.replace("cell", Optional.of(ONE), TWO)).isFalse();
    assertThat(store.replace("cell", Optional.empty(), ONE)).isTrue();
    assertThat(store.replace("cell", Optional.empty(), TWO)).isFalse();
    assertThat(store.replace("cell", Optional.of(TWO), TWO)).isFalse();
    assertThat(store.find("cell")).contains(ONE);
    assertThat(store.replace("cell", Optional.of(ONE), TWO)).isTrue();
    assertThat(openAgain(store).find("cell")).contains(TWO);
  }

  @Test
  void theSameValueMayBeWrittenAgain() {
    CasStore store = emptyStore();
    assertThat(store.replace("cell", Optional.empty(), ONE)).isTrue();
    assertThat(store.replace("cell", Optional.of(ONE), ONE)).isTrue();
    assertThat(store.find("cell")).contains(ONE);
  }

  @Test
  void theLargestCellIsHeldAndALargerOneIsRefused() {
    CasStore store = emptyStore();
    Bytes largest = Bytes.of(new byte[CasStore.MAX_BYTES]);
    assertThat(store.replace("cell", Optional.empty(), largest)).isTrue();
    Bytes larger = Bytes.of(new byte[CasStore.MAX_BYTES + 1]);
    assertThatThrownBy(() -> store.replace("cell", Optional.of(largest), larger))
        .isInstanceOf(IllegalArgumentException.class);
    assertThat(openAgain(store).find("cell")).contains(largest);
  }

  @Test
  void cellsDoNotTouchEachOther() {
    CasStore store = emptyStore();
    assertThat(store.replace("a/cell", Optional.empty(), ONE)).isTrue();
    assertThat(store.replace("b/cell", Optional.empty(), TWO)).isTrue();
    assertThat(store.find("a/cell")).contains(ONE);
    assertThat(store.find("b/cell")).contains(TWO);
  }

  @Test
  void namesThatLeadElsewhereAreRefused() {
    CasStore store = emptyStore();
    for (String name : List.of("", "/a", "a/", "..", "../a", "a/../b", "a b", "a~")) {
      assertThatThrownBy(() -> store.replace(name, Optional.empty(), ONE))
          .isInstanceOf(IllegalArgumentException.class);
      assertThatThrownBy(() -> store.find(name)).isInstanceOf(IllegalArgumentException.class);
    }
  }

  /// Every writer counts up through its own view of the store: no step may be lost.
  @Test
  void noSwapIsLostBetweenWriters() throws InterruptedException {
    CasStore store = emptyStore();
    List<Thread> writers = new ArrayList<>();
    for (int writer = 0; writer < WRITERS; writer++) {
      CasStore view = writer % 2 == 0 ? store : openAgain(store);
      writers.add(Thread.startVirtualThread(() -> countUp(view)));
    }
    for (Thread writer : writers) {
      writer.join();
    }
    assertThat(store.find("count")).contains(Bytes.utf8("" + WRITERS * ROUNDS));
  }

  private static void countUp(CasStore store) {
    for (int done = 0; done < ROUNDS; ) {
      Optional<Bytes> before = store.find("count");
      int next = before.map(value -> Integer.parseInt(value.utf8())).orElse(0) + 1;
      if (store.replace("count", before, Bytes.utf8("" + next))) {
        done++;
      }
    }
  }
}
