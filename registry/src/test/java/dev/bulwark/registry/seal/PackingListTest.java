package dev.bulwark.registry.seal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.bulwark.kernel.bytes.Bytes;
import dev.bulwark.kernel.bytes.Digest;
import dev.bulwark.registry.seal.PackingList.Item;
import dev.bulwark.testkit.ForAll;
import dev.bulwark.testkit.Mangle;
import java.security.SecureRandom;
import java.util.Collections;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class PackingListTest {
  private static final SecureRandom RANDOM = new SecureRandom();
  private static final String OBJECT = "objects/ab/ab" + "0".repeat(30);

  private static Item item(String name) {
    return new Item(name, 7, Digest.of(Bytes.EMPTY), OBJECT, DataKey.generate(RANDOM));
  }

  private static PackingList list(String... names) {
    return new PackingList(Stream.of(names).map(PackingListTest::item).toList());
  }

  @Test
  void whatIsRenderedIsRead() {
    PackingList list = list("b/model.bin", "a.json", "b/ümläut ☃.txt", "ab");
    assertThat(PackingList.parse(list.render())).isEqualTo(list);
    assertThat(list.items()).extracting(Item::name).isSorted();
    assertThat(list.find("ab")).isPresent();
    assertThat(list.find("abc")).isEmpty();
    assertThat(list.objects()).containsExactly(OBJECT);
    assertThat(list.size()).isEqualTo(28);
  }

  @Test
  void namesThatLeadElsewhereAreRefused() {
    for (String name :
        List.of(
            "",
            "/a",
            "a/",
            "a//b",
            ".",
            "..",
            "../a",
            "a/..",
            "a/./b",
            "a\\b",
            "C:/a",
            "c:a",
            "a\0b",
            "a\nb",
            "a\u202eb",
            "a\ud800",
            "e\u0301",
            "a".repeat(256),
            "a/".repeat(600) + "b")) {
      assertRefused(() -> item(name));
      assertRefused(() -> PackingList.requireName(name));
    }
    for (String name : List.of("a", "a b", "é", "...", ".a", "a..b", "a".repeat(255), "日本/語")) {
      PackingList.requireName(name);
    }
  }

  @Test
  void twoNamesThatCanMeanOneFileAreRefused() {
    record Case(String one, String other) {}
    for (Case names :
        List.of(
            new Case("a", "a"),
            new Case("model.bin", "Model.BIN"),
            new Case("straße", "STRASSE"),
            new Case("é", "É"),
            new Case("ﬁle", "file"),
            new Case("a", "a/b"),
            new Case("A/b", "a"),
            new Case("a/b/c", "a/B"))) {
      assertRefused(() -> list(names.one(), "between", names.other()));
    }
    assertThat(list("a/b", "a/c", "ab", "a.b").items()).hasSize(4);
  }

  private static void assertRefused(org.assertj.core.api.ThrowableAssert.ThrowingCallable call) {
    assertThatThrownBy(call)
        .isInstanceOfSatisfying(
            SealFault.class, fault -> assertThat(fault.type()).isEqualTo(SealFault.NAME_REFUSED))
        .message()
        .matches("[^\\p{Cntrl}\\p{Cf}]*");
  }

  @Test
  void aListThatIsNoneIsRefused() {
    String valid = list("a").render().utf8();
    for (String text :
        List.of(
            "",
            "[]",
            "{}",
            valid + "\n",
            valid.replace("/v1", "/v2"),
            valid.replace("\"size\":7", "\"size\":-7"),
            valid.replace("\"size\":7", "\"size\":7.5"),
            valid.replace("\"size\":7", "\"size\":7,\"x\":1"),
            valid.replace("\"name\":\"a\"", "\"name\":\"a\",\"name\":\"b\""),
            valid.replace("objects/ab/ab", "objects/ab/cd"),
            valid.replace("objects/ab/ab", "lists/"),
            valid.replace("objects/ab/ab", "../"),
            valid.replaceAll("\"key\":\"....", "\"key\":\""),
            valid.replaceAll("\"items\":\\[.*]", "\"items\":[]"),
            valid.replace("{\"format\"", "{ \"format\""))) {
      assertThatThrownBy(() -> PackingList.parse(Bytes.utf8(text)))
          .as(text)
          .isInstanceOfSatisfying(
              SealFault.class,
              fault -> assertThat(fault.type()).isEqualTo(SealFault.LIST_MALFORMED));
    }
  }

  @Test
  void itemsOutOfOrderAreRefused() {
    String valid = list("a", "b").render().utf8();
    int at = valid.indexOf(",{");
    String swapped =
        valid.substring(0, valid.indexOf("[") + 1)
            + valid.substring(at + 1, valid.length() - 2)
            + ","
            + valid.substring(valid.indexOf("[") + 1, at)
            + "]}";
    assertThatThrownBy(() -> PackingList.parse(Bytes.utf8(swapped))).isInstanceOf(SealFault.class);
  }

  @Test
  void aMangledListIsRefusedOrReadsAsItIsWritten() {
    byte[] valid = list("a", "b/c").render().toArray();
    ForAll.cases(
        1_000,
        random -> {
          Bytes mangled = Bytes.of(Mangle.once(valid, random));
          try {
            assertThat(PackingList.parse(mangled).render()).isEqualTo(mangled);
          } catch (SealFault e) {
            assertThat(e.getMessage()).contains("expected");
          }
        });
  }

  @Test
  void aListHasBounds() {
    assertThatThrownBy(() -> new PackingList(List.of())).isInstanceOf(SealFault.class);
    List<Item> many = Collections.nCopies(PackingList.MOST_ITEMS + 1, item("a"));
    assertThatThrownBy(() -> new PackingList(many))
        .isInstanceOfSatisfying(
            SealFault.class, fault -> assertThat(fault.type()).isEqualTo(SealFault.TOO_LARGE));
  }

  @Test
  void nothingSecretIsShown() {
    assertThat(list("name.bin") + " " + item("name.bin"))
        .isEqualTo("PackingList[1 items] Item[7 bytes]");
  }
}
