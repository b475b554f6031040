package dev.bulwark.registry.update;

import dev.bulwark.registry.channel.Terms;
import dev.bulwark.registry.state.Version;
import java.util.Optional;
import java.util.function.Consumer;

/// What a pass needs from outside.
///
/// @param publishers who answers for the source of a channel
/// @param words asks a channel's watch
/// @param rehearsal tests a candidate in its place
public record Ports(Publishers publishers, Words words, Rehearsal rehearsal) {

  @FunctionalInterface
  public interface Publishers {
    Publisher of(Terms terms);
  }

  @FunctionalInterface
  public interface Words {
    Word about(Terms terms, String environment, long generation);
  }

  /// Inspects the project with the candidate in place of the files it would replace, and puts that
  /// on record, so that a gate can be asked about those bytes.
  @FunctionalInterface
  public interface Rehearsal {

    /// @return empty when a description covers the candidate now, otherwise why none does
    Optional<String> of(Terms terms, Version candidate, Consumer<String> progress);
  }
}
