package dev.bulwark.registry.state;

/// An event that breaks a rule, at the point where it does.
final class Breaks extends RuntimeException {
  private final transient Objection objection;

  Breaks(Objection objection) {
    super(objection.why(), null, false, false);
    this.objection = objection;
  }

  Objection objection() {
    return objection;
  }
}
