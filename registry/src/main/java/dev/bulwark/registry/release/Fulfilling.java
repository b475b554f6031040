package dev.bulwark.registry.release;

import dev.bulwark.evidence.keys.SigningKey;
import dev.bulwark.kernel.check.Subject;
import dev.bulwark.registry.RegistryFault;
import dev.bulwark.registry.event.Mandate;
import dev.bulwark.registry.event.Reference;
import dev.bulwark.registry.event.RegistryEvent;
import dev.bulwark.registry.event.Request;
import dev.bulwark.registry.state.Ground;
import dev.bulwark.registry.state.Objection;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/// Does what a person asks for, under their signature, or refuses it on record.
///
/// @param book where it is written
record Fulfilling(Book book) {

  /// @param signed what the request is signed over; the request itself when empty
  /// @param event what the request brings about
  /// @throws RegistryFault `registry-refused` when it may not be, which is on record then;
  ///   `registry-invalid` when it names what is not there
  void fulfil(
      Request request,
      List<Subject> signed,
      SigningKey person,
      Function<Reference, RegistryEvent> event) {
    fulfil(request, signed, person, event, () -> {});
  }

  /// The same, with something done when it may be, and before it is on record.
  void fulfil(
      Request request,
      List<Subject> signed,
      SigningKey person,
      Function<Reference, RegistryEvent> event,
      Runnable before) {
    Mandate mandate = new Mandate.Person(person);
    book.stranger(mandate).ifPresent(objection -> refuse(request, objection));
    RegistryEvent wanted = event.apply(mandate.request(request, signed, book.log()));
    Optional<Objection> objection = book.objection(wanted);
    objection.ifPresent(each -> refuse(request, each));
    before.run();
    book.record(wanted, List.of());
  }

  private void refuse(Request request, Objection objection) {
    if (objection.ground() == Ground.ABSENT) {
      throw new RegistryFault(
          RegistryFault.INVALID, "the registry does not take this in: " + objection.why());
    }
    List<String> controls = objection.ground().controls();
    book.record(
        new RegistryEvent.Refused(
            request.ask(),
            request.environment(),
            request.versions(),
            List.of(objection.why()),
            controls),
        List.of());
    throw new RegistryFault(
        RegistryFault.REFUSED,
        "the registry does not take this in: %s; the refusal is on record, with the controls %s"
            .formatted(objection.why(), controls));
  }
}
