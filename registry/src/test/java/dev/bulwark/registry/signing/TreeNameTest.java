package dev.bulwark.registry.signing;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TreeNameTest {
  @Test
  void componentsAreOrderedByCodePointAndAFolderBeforeItsNeighbours() {
    List<String> ordered =
        List.of("a/b", "a-b", "a.b", "d0/f00", "d0-x/f", "d0.txt", "\uffee", "\ud83d\ude00");
    assertThat(ordered.reversed().stream().sorted(Comparator.comparing(TreeName::order)))
        .containsExactlyElementsOf(ordered);
    assertThat("\uffee".compareTo("\ud83d\ude00")).as("Java's own order differs").isPositive();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "/etc/passwd",
        "..",
        "../a",
        "a/../b",
        "a/..",
        ".",
        "./a",
        "a/./b",
        "a//b",
        "a/",
        "a\\b",
        "a\0b"
      })
  void whatLeavesTheTreeOrReadsTwoWaysIsNoName(String name) {
    assertThat(TreeName.objection(name)).isPresent();
  }

  @ParameterizedTest
  @ValueSource(strings = {"a", "a/b", ".env", "..a", "a..", "模型.bin", "model (v1.0) #2.bin", "..."})
  void honestNamesAreNames(String name) {
    assertThat(TreeName.objection(name)).isEmpty();
  }

  @Test
  void caseAndCompositionDoNotMakeTwoNames() {
    assertThat(collisions("Model.bin", "model.bin"))
        .containsExactlyInAnyOrder("Model.bin", "model.bin");
    assertThat(collisions("\u00e9", "e\u0301")).hasSize(2);
    assertThat(collisions("stra\u00dfe", "STRASSE")).hasSize(2);
    assertThat(collisions("a", "A/b")).containsExactly("a");
    assertThat(collisions("a/x", "A/y", "b", "c/d/e", "c/d/f")).isEmpty();
  }

  private static List<String> collisions(String... names) {
    return TreeName.collisions(Stream.of(names).toList());
  }
}
