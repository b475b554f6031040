package dev.bulwark.scan.yaml;

import static dev.bulwark.kernel.check.Severity.MEDIUM;

import java.util.stream.Stream;

/// What makes two readers see two documents, and what makes one reader see too much.
final class OddSights {
  private static final long MOST_EXPANDED = 1_000_000;
  private static final long MOST_PER_VALUE = 100;

  private OddSights() {}

  static Stream<Sight> disagreements(YamlView view) {
    return Stream.concat(
        view.json().duplicates().stream()
            .map(
                member ->
                    new Sight(
                        MEDIUM,
                        member.at(),
                        "The key %s occurs again in the same mapping."
                            .formatted(Sight.quoted(member.name())))),
        view.oddities().stream()
            .map(odd -> new Sight(MEDIUM, odd.at(), odd.what() + " differs between readers.")));
  }

  static Stream<Sight> expansion(YamlView view) {
    if (view.recursive()) {
      return Stream.of(new Sight(MEDIUM, 0, "A value holds an alias of itself, or of nothing."));
    }
    boolean bomb =
        view.expanded() > MOST_EXPANDED && view.expanded() / MOST_PER_VALUE > view.values();
    return bomb
        ? Stream.of(
            new Sight(
                MEDIUM,
                0,
                "%d values written stand for more than %d once their aliases are followed."
                    .formatted(view.values(), MOST_EXPANDED)))
        : Stream.empty();
  }
}
