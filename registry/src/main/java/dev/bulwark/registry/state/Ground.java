package dev.bulwark.registry.state;

import java.util.List;

/// What an event must keep to in order to count, and the controls of the catalogue that this
/// serves.
public enum Ground {
  /// It names what is there, by a name that can be one. Who broke it mistyped.
  ABSENT(),
  /// Who asks holds the role, by a key that counts, and asked for exactly this, once.
  ACCESS("ACC-01"),
  /// The gate allowed exactly these bytes, just now, by the policy in force, for this step alone.
  DECISION("ENV-01", "AUD-02"),
  /// An environment is left only by one move after the other, and never takes the place of another.
  WAY("ENV-01"),
  /// A version did well in the environment before.
  PROOF("UPD-01"),
  /// A version passed its examination and was not withdrawn.
  EXAMINED("VND-03"),
  /// A rollback goes to what was good, and what it took out does not come back by itself.
  RETURN("MDL-02"),
  /// A channel stays inside its terms, and a canary goes in steps.
  ORDER("UPD-02"),
  /// What must be gone back to, or is held, stays.
  NEEDED("MDL-01"),
  /// A version is the bytes it was pushed as, under a number of its own.
  CONTENT("ACC-02"),
  /// What is said of where a version comes from is true of all of it.
  ORIGIN("SUP-01");

  @SuppressWarnings("ImmutableEnumChecker") // List.of changes nothing
  private final List<String> controls;

  Ground(String... controls) {
    this.controls = List.of(controls);
  }

  /// The ids of the controls it serves; none when nobody is kept out by it.
  public List<String> controls() {
    return controls;
  }

  Breaks breaks(String why) {
    return new Breaks(new Objection(this, why));
  }

  void require(boolean holds, String otherwise) {
    if (!holds) {
      throw breaks(otherwise);
    }
  }
}
