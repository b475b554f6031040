package dev.bulwark.registry.seal;

import static dev.bulwark.registry.seal.SealFixture.KEY;
import static dev.bulwark.registry.seal.SealFixture.LARGEST;
import static dev.bulwark.registry.seal.SealFixture.NEXT;
import static dev.bulwark.registry.seal.SealFixture.RANDOM;
import static dev.bulwark.registry.seal.SealFixture.channel;
import static dev.bulwark.registry.seal.SealFixture.content;
import static dev.bulwark.registry.seal.SealFixture.copied;
import static dev.bulwark.registry.seal.SealFixture.opened;
import static dev.bulwark.registry.seal.SealFixture.push;
import static dev.bulwark.registry.seal.SealFixture.slug;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.bulwark.kernel.bytes.Bytes;
import dev.bulwark.kernel.bytes.Digest;
import dev.bulwark.registry.seal.PackingList.Item;
import dev.bulwark.registry.seal.SealFixture.Version;
import dev.bulwark.testkit.MemoryObjectStore;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.Channels;
import java.nio.channels.ReadableByteChannel;
import java.nio.channels.SeekableByteChannel;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/// What goes under seal and what comes out, and what is refused or found on the way.
@Timeout(60)
class SealedStoreTest {
  private static final int[] SIZES = {0, 1, 16_384, 300_000, 2_000_000};

  private final MemoryObjectStore medium = new MemoryObjectStore();
  private final SealedStore store = SealFixture.store(medium);

  @Test
  void whatGoesUnderSealComesOutTheSame() throws IOException {
    Version version = push(store, "scorer@1", SIZES);
    SealedStore again = SealFixture.store(medium);
    assertThat(opened(again, "scorer@1", version.list())).isEqualTo(version.plain());
    Item large = version.content().items().get(4);
    assertThat(large.digest()).isEqualTo(Digest.of(version.plain().get(4)));
    try (SeekableByteChannel channel = again.read(large)) {
      ByteBuffer part = ByteBuffer.allocate(1000);
      channel.position(1_500_000).read(part);
      assertThat(Bytes.of(part.flip()))
          .isEqualTo(version.plain().get(4).slice(1_500_000, 1_501_000));
    }
  }

  @Test
  void aTapSeesTheBytesInOrder() {
    Bytes content = content("tap", 1_000_001);
    ByteArrayOutputStream one = new ByteArrayOutputStream();
    ByteArrayOutputStream other = new ByteArrayOutputStream();
    SealFixture.seal(
        store,
        "a",
        content,
        plain -> Stream.generate(plain::get).limit(plain.remaining()).forEach(one::write),
        plain -> {
          assertThat(plain.isReadOnly()).isTrue();
          other.writeBytes(Bytes.of(plain).toArray());
        });
    assertThat(Bytes.of(one.toByteArray())).isEqualTo(content);
    assertThat(Bytes.of(other.toByteArray())).isEqualTo(content);
  }

  @Test
  void aTapThatThrowsEndsTheUploadAndLeavesNothing() {
    for (int size : new int[] {10, 10_000_000}) {
      assertThatThrownBy(
              () ->
                  SealFixture.seal(
                      store,
                      "a",
                      content("x", size),
                      _ -> {
                        throw new IllegalStateException("seen enough");
                      }))
          .hasMessage("seen enough");
    }
    assertThat(medium.names()).isEmpty();
  }

  @Test
  void anUploadOfAnotherSizeIsRefusedAndLeavesNothing() {
    for (int size : new int[] {0, 10, 262_144, 1_000_000}) {
      for (int declared : new int[] {size + 1, size + 300_000, size - 1, size - 10}) {
        if (declared >= 0) {
          assertThat(slug(() -> store.seal("a", channel(content("x", size)), declared)))
              .as("%d declared as %d", size, declared)
              .contains("upload-size-wrong");
        }
      }
    }
    assertThat(medium.names()).isEmpty();
  }

  @Test
  void aFileOverTheLimitIsRefusedBeforeItIsRead() {
    ReadableByteChannel unread =
        Channels.newChannel(
            new java.io.InputStream() {
              @Override
              public int read() {
                throw new AssertionError("read");
              }
            });
    assertThat(slug(() -> store.seal("a", unread, 100L << 30))).contains("upload-too-large");
    assertThat(slug(() -> store.seal("a", unread, LARGEST.bytes() + 1)))
        .contains("upload-too-large");
    assertThat(slug(() -> store.seal("../a", unread, 1))).contains("file-name-refused");
  }

  @Test
  void aSourceThatFailsIsNamedAndLeavesNothing() {
    ReadableByteChannel failing =
        Channels.newChannel(
            new java.io.InputStream() {
              private int left = 500_000;

              @Override
              public int read() throws IOException {
                if (left-- <= 0) {
                  throw new IOException("the line is cut");
                }
                return 1;
              }
            });
    assertThat(slug(() -> store.seal("a", failing, 1_000_000))).contains("upload-failed");
    assertThat(medium.names()).isEmpty();
  }

  @Test
  void anInterruptedUploadEndsAndLeavesNothing() {
    Thread.currentThread().interrupt();
    assertThatThrownBy(() -> SealFixture.seal(store, "a", content("x", 3_000_000)))
        .isInstanceOfSatisfying(
            SealFault.class, fault -> assertThat(fault.type()).isEqualTo(SealFault.UPLOAD_FAILED));
    assertThat(Thread.interrupted()).isTrue();
    assertThat(medium.names()).isEmpty();
  }

  /// An unchanged file of a new version keeps its object: its item goes into the next list.
  @Test
  void twoVersionsMayShareAnObject() {
    Version one = push(store, "scorer@1", 1000, 2000);
    List<Item> items = new ArrayList<>(one.content().items());
    items.set(0, SealFixture.seal(store, "folder/file-00.bin", content("new", 500)));
    DataKey key = DataKey.generate(RANDOM);
    String list = store.putList(new PackingList(items), key);
    store.keep(SealFixture.at("scorer@2"), key);
    store.erase(
        SealFixture.at("scorer@1"), List.of(one.list(), one.content().items().get(0).object()));
    assertThat(opened(store, "scorer@2", list))
        .containsExactly(content("new", 500), one.plain().get(1));
    assertThat(store.key(SealFixture.at("scorer@1"))).isEmpty();
  }

  @Test
  void equalFilesShowNothingInCommon() {
    Bytes content = content("same", 100_000);
    Item one = SealFixture.seal(store, "a", content);
    Item other = SealFixture.seal(store, "a", content);
    assertThat(one.object()).isNotEqualTo(other.object());
    assertThat(one.key()).isNotEqualTo(other.key());
    assertThat(medium.content(one.object())).isNotEqualTo(medium.content(other.object()));
  }

  @Test
  void aVersionsKeyNeverChanges() {
    DataKey key = DataKey.generate(RANDOM);
    store.keep(SealFixture.at("scorer@1"), key);
    store.keep(SealFixture.at("scorer@1"), key);
    assertThat(slug(() -> store.keep(SealFixture.at("scorer@1"), DataKey.generate(RANDOM))))
        .contains("seal-conflict");
    assertThat(store.key(SealFixture.at("scorer@1"))).contains(key);
    assertThat(store.key(SealFixture.at("scorer@2"))).isEmpty();
  }

  @Test
  void anotherKeyOfTheRegistryIsNamedNotCalledDamage() {
    push(store, "scorer@1", 10);
    SealedStore wrong = SealFixture.store(medium, NEXT);
    assertThatThrownBy(() -> wrong.key(SealFixture.at("scorer@1")))
        .isInstanceOfSatisfying(
            SealFault.class, fault -> assertThat(fault.type()).isEqualTo(SealFault.OTHER_KEY))
        .hasMessageContainingAll(KEY.id(), NEXT.id());
  }

  @Test
  void aWrappedKeyOfAnotherVersionIsNotTaken() {
    push(store, "scorer@1", 10);
    push(store, "scorer@2", 10);
    String one = ObjectName.key(SealFixture.at("scorer@1").name(), KEY.id());
    String other = ObjectName.key(SealFixture.at("scorer@2").name(), KEY.id());
    medium.replace(one, medium.content(other).orElseThrow());
    assertThat(slug(() -> store.key(SealFixture.at("scorer@1")))).contains("seal-broken");
  }

  @Test
  void objectsThatChangePlacesAreFound() {
    Version version = push(store, "scorer@1", 1000, 1000);
    String one = version.content().items().get(0).object();
    String other = version.content().items().get(1).object();
    Bytes bytes = medium.content(one).orElseThrow();
    medium.replace(one, medium.content(other).orElseThrow());
    medium.replace(other, bytes);
    for (Item item : version.content().items()) {
      assertThat(slug(() -> copied(store, item))).contains("seal-broken");
      assertThat(slug(() -> store.read(item))).contains("seal-broken");
    }
  }

  /// The object is authentic, the list says something else about it.
  @Test
  void aListThatSaysOtherwiseIsFound() {
    Item item = SealFixture.seal(store, "a", content("x", 100));
    Digest other = Digest.of(Bytes.EMPTY);
    Item wrongDigest = new Item("a", 100, other, item.object(), item.key());
    Item wrongSize = new Item("a", 101, item.digest(), item.object(), item.key());
    for (Item wrong : List.of(wrongDigest, wrongSize)) {
      assertThat(slug(() -> copied(store, wrong))).contains("seal-broken");
    }
  }

  @Test
  void whatIsMissingIsNamed() {
    Version version = push(store, "scorer@1", 10);
    medium.erase(version.content().items().getFirst().object());
    assertThat(slug(() -> copied(store, version.content().items().getFirst())))
        .contains("seal-missing");
    medium.erase(version.list());
    assertThat(slug(() -> store.list(version.list(), version.key()))).contains("seal-missing");
    assertThat(slug(() -> store.list("keys/x", version.key()))).contains("seal-missing");
  }

  @Test
  void aListOpensUnderItsVersionsKeyOnly() {
    Version one = push(store, "scorer@1", 10);
    Version other = push(store, "scorer@2", 10);
    assertThat(slug(() -> store.list(one.list(), other.key()))).contains("seal-broken");
    medium.replace(one.list(), medium.content(other.list()).orElseThrow());
    assertThat(slug(() -> store.list(one.list(), other.key()))).contains("seal-broken");
  }

  /// Under one key, too, a list opens under its own name alone.
  @Test
  void twoListsOfOneVersionDoNotChangePlaces() {
    Version version = push(store, "scorer@1", 10);
    String other = store.putList(version.content(), version.key());
    assertThat(store.list(other, version.key())).isEqualTo(version.content());
    medium.replace(version.list(), medium.content(other).orElseThrow());
    assertThat(slug(() -> store.list(version.list(), version.key()))).contains("seal-broken");
  }

  @Test
  void aTargetThatFailsIsToldApartFromABrokenSeal() {
    Item item = SealFixture.seal(store, "a", content("x", 1_000_000));
    java.io.OutputStream full =
        new java.io.OutputStream() {
          @Override
          public void write(int value) throws IOException {
            throw new IOException("No space left on device");
          }
        };
    assertThat(slug(() -> store.copy(item, Channels.newChannel(full)))).contains("open-failed");
  }
}
