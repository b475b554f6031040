package dev.bulwark.server.console;

import dev.bulwark.server.access.Access;
import dev.bulwark.server.access.Action;
import dev.bulwark.server.access.Caller;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// What is around every page.
///
/// @param person who is signed in
/// @param formToken goes with every form, against forged ones
/// @param passkeys what confirms this person's forms
public record Frame(
    String title,
    Optional<Caller.Person> person,
    String formField,
    String formToken,
    PasskeyUse passkeys) {

  /// Where the script asks what confirms an ordinary form; null when nothing does.
  public @Nullable String confirmedAt() {
    return confirmedAt("/account/passkeys/challenge");
  }

  /// @param address where a special form's challenge is made
  public @Nullable String confirmedAt(String address) {
    return passkeys == PasskeyUse.NONE ? null : address;
  }

  /// Whether who is signed in may do something to a system: what they may not, they are not
  /// offered.
  public boolean may(Action action, String system) {
    return person
        .filter(caller -> Access.decide(caller, action, Optional.of(system)) == Access.Answer.YES)
        .isPresent();
  }

  public boolean administrator() {
    return person.filter(Caller.Person::administrator).isPresent();
  }
}
