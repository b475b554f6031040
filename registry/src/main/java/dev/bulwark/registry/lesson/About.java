package dev.bulwark.registry.lesson;

import dev.bulwark.registry.VersionId;
import java.util.Optional;
import java.util.regex.Pattern;

/// What a lesson is drawn from.
public sealed interface About {

  /// A version that a channel brought: `update:vendor@3` is the third of its asset.
  record Update(String channel, long number) implements About {}

  /// An environment that was taken back: `rollback:production@5`, its fifth generation.
  record Rollback(String environment, long generation) implements About {}

  /// A refusal on record, by its place in the ledger: `refusal:112`.
  record Refusal(long index) implements About {}

  /// Something that is kept elsewhere, by its name there: `incident:INC-7`.
  record Incident(String id) implements About {}

  /// As it is parsed.
  default String text() {
    return switch (this) {
      case Update(String channel, long number) -> "update:" + channel + "@" + number;
      case Rollback(String environment, long generation) ->
          "rollback:" + environment + "@" + generation;
      case Refusal(long index) -> "refusal:" + index;
      case Incident(String id) -> "incident:" + id;
    };
  }

  /// Parses `update:vendor@3`, `rollback:production@5`, `refusal:112`, `incident:INC-7`; empty when
  /// it is anything else.
  static Optional<About> parse(String text) {
    int colon = text.indexOf(':');
    if (colon < 0) {
      return Optional.empty();
    }
    String what = text.substring(colon + 1);
    return switch (text.substring(0, colon)) {
      case "update" -> numbered(what).map(it -> new Update(it.asset(), it.number()));
      case "rollback" -> numbered(what).map(it -> new Rollback(it.asset(), it.number()));
      case "refusal" ->
          Shape.INDEX.matcher(what).matches()
              ? Optional.of(new Refusal(Long.parseLong(what)))
              : Optional.empty();
      case "incident" ->
          Shape.WORD.matcher(what).matches() ? Optional.of(new Incident(what)) : Optional.empty();
      default -> Optional.empty();
    };
  }

  private static Optional<VersionId> numbered(String text) {
    return VersionId.parse(text);
  }

  /// What the parts look like.
  final class Shape {
    static final Pattern INDEX = Pattern.compile("0|[1-9][0-9]{0,14}");
    static final Pattern WORD = Pattern.compile("[A-Za-z0-9][A-Za-z0-9._-]{0,63}");

    private Shape() {}
  }
}
