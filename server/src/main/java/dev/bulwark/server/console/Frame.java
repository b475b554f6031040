package dev.bulwark.server.console;

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

  public boolean administrator() {
    return person.filter(Caller.Person::administrator).isPresent();
  }
}
