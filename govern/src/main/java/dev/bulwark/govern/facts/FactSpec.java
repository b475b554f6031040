package dev.bulwark.govern.facts;

import dev.bulwark.kernel.system.Fact;

/// One fact Bulwark knows about a kind of element.
///
/// @param name as rules and manifests write it
/// @param unsafe what silence counts as; for a mandatory fact, its worst value
/// @param what what is true of an element when the fact holds, as the end of a sentence about it
/// @param why why it matters
public record FactSpec(
    String name, FactType type, Nature nature, Fact.Value unsafe, String what, String why) {

  /// The word that stands for everything beyond the system.
  public static final String OUTSIDE = "outside";

  /// The reference to nothing.
  public static final String NONE = "none";

  /// Whether a person must say it, may say it, or cannot.
  public sealed interface Nature {

    /// An ability or an exposure: the manifest must say it.
    record Mandatory(Concern concern) implements Nature {}

    /// Must be said only where `flag`, of the same element, is true; elsewhere it is `otherwise`.
    record MandatoryWhen(Concern concern, String flag, Fact.Value otherwise) implements Nature {}

    /// A protection: left out, it counts as unsafe and is marked assumed.
    record Safety() implements Nature {}

    /// Follows from other facts; nobody writes it.
    record Derived(Derivation from) implements Nature {}
  }

  public enum Concern {
    ABILITY,
    EXPOSURE
  }

  /// How a derived flag is found.
  public sealed interface Derivation {
    /// The list called `fact` holds `value`.
    record Has(String fact, String value) implements Derivation {}

    /// The flow ends at an agent or a language model.
    record ToLlm() implements Derivation {}

    /// The flow starts from an agent or a language model.
    record FromLlm() implements Derivation {}

    /// The ends of the flow lie in different zones, or in one nobody declared.
    record CrossesZones() implements Derivation {}
  }

  /// Whether a manifest can hold it.
  public boolean written() {
    return !(nature instanceof Nature.Derived);
  }
}
