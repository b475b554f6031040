package dev.bulwark.server.console;

import dev.bulwark.server.access.Caller;
import java.util.Optional;

/// What is around every page.
///
/// @param person who is signed in
/// @param formToken goes with every form, against forged ones
public record Frame(
    String title, Optional<Caller.Person> person, String formField, String formToken) {

  public boolean administrator() {
    return person.filter(Caller.Person::administrator).isPresent();
  }
}
