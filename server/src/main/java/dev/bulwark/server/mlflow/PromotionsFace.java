package dev.bulwark.server.mlflow;

import dev.bulwark.kernel.json.Json;
import dev.bulwark.registry.VersionId;
import dev.bulwark.registry.event.RegistryEvent;
import dev.bulwark.registry.release.Moved;
import dev.bulwark.registry.state.Environment;
import dev.bulwark.registry.state.Version;
import dev.bulwark.server.ServerFault;
import dev.bulwark.server.access.Action;
import dev.bulwark.server.access.Needs;
import dev.bulwark.server.memo.ModelNotes;
import dev.bulwark.server.project.Project;
import dev.bulwark.server.project.Projects;
import dev.bulwark.server.project.Releasing;
import dev.bulwark.server.upload.Registrations;
import dev.bulwark.server.web.TokenSigners;
import jakarta.servlet.http.HttpServletRequest;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.springframework.http.ResponseEntity;
import org.springframework.stereotype.Controller;
import org.springframework.web.bind.annotation.DeleteMapping;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;

/// Aliases and stages: each is the environment of its name, and setting one asks its gate.
@Controller
public final class PromotionsFace {
  private static final String API = "/mlflow/{system}/api/2.0/mlflow";
  private static final String ALIAS = API + "/registered-models/alias";

  private final Projects projects;
  private final Registrations registrations;
  private final Releasing releasing;
  private final ModelNotes notes;
  private final TokenSigners signers;

  public PromotionsFace(
      Projects projects,
      Registrations registrations,
      Releasing releasing,
      ModelNotes notes,
      TokenSigners signers) {
    this.projects = projects;
    this.registrations = registrations;
    this.releasing = releasing;
    this.notes = notes;
    this.signers = signers;
  }

  private Shelf shelf(String system) {
    return new Shelf(system, registrations.state(projects.require(system)), notes);
  }

  @GetMapping(ALIAS)
  @Needs(Action.READ_SYSTEM)
  ResponseEntity<byte[]> byAlias(@PathVariable String system, HttpServletRequest request) {
    Asked asked = Asked.of(request);
    Shelf shelf = shelf(system);
    String name = shelf.model(asked.model()).name();
    Environment environment = environment(shelf, asked.require("alias"));
    VersionId id =
        shelf
            .running(environment, name)
            .orElseThrow(
                () ->
                    new ServerFault(
                        ServerFault.NOT_THERE,
                        "expected a version of %s in %s, found none"
                            .formatted(name, environment.name())));
    return Asked.answer(
        Json.object().put("model_version", shelf.json(shelf.state().version(id))).build());
  }

  private static Environment environment(Shelf shelf, String name) {
    return Optional.ofNullable(shelf.state().environments().get(name))
        .orElseThrow(
            () ->
                new ServerFault(
                    ServerFault.NOT_THERE,
                    "expected an environment as alias or stage, found another name; this system has %s"
                        .formatted(shelf.state().environments().keySet())));
  }

  @PostMapping(ALIAS)
  @Needs(Action.MOVE_RELEASE)
  ResponseEntity<byte[]> setAlias(@PathVariable String system, HttpServletRequest request) {
    Asked asked = Asked.of(request);
    promote(system, asked.version(), asked.require("alias"), request);
    return Asked.done();
  }

  /// Stops the environment: nothing else means that no version has its name.
  @DeleteMapping(ALIAS)
  @Needs(Action.MOVE_RELEASE)
  ResponseEntity<byte[]> deleteAlias(@PathVariable String system, HttpServletRequest request) {
    Asked asked = Asked.of(request);
    Shelf shelf = shelf(system);
    String name = shelf.model(asked.model()).name();
    Environment environment = environment(shelf, asked.require("alias"));
    List<VersionId> others =
        environment.current().stream()
            .flatMap(now -> now.versions().stream())
            .filter(id -> !id.asset().equals(name))
            .toList();
    if (!others.isEmpty() || shelf.running(environment, name).isEmpty()) {
      throw new ServerFault(
          ServerFault.INVALID,
          "expected %s to run %s alone, found %s; suspend the environment on its page"
              .formatted(environment.name(), name, others.isEmpty() ? "that it does not" : others));
    }
    Project project = projects.require(system);
    signers.signed(
        request,
        system,
        signer ->
            done(
                releasing.suspend(
                    project, environment.name(), "the alias was deleted through MLflow", signer)));
    return Asked.done();
  }

  @PostMapping(API + "/model-versions/transition-stage")
  @Needs(Action.MOVE_RELEASE)
  ResponseEntity<byte[]> transition(@PathVariable String system, HttpServletRequest request) {
    Asked asked = Asked.of(request);
    String stage = asked.require("stage").toLowerCase(Locale.ROOT);
    if (stage.equals("archived") || stage.equals("none")) {
      throw new ServerFault(
          ServerFault.INVALID,
          "expected the name of an environment as stage, found %s; take a version out of its environment by promoting another, rolling back or suspending, or revoke it"
              .formatted(stage));
    }
    VersionId id = asked.version();
    promote(system, id, stage, request);
    Shelf shelf = shelf(system);
    return Asked.answer(
        Json.object().put("model_version", shelf.json(VersionsFace.require(shelf, id))).build());
  }

  /// @throws ServerFault `gate-closed`, naming what blocks
  private void promote(String system, VersionId id, String place, HttpServletRequest request) {
    Shelf shelf = shelf(system);
    Version version = VersionsFace.require(shelf, id);
    Environment environment = environment(shelf, place);
    if (shelf.running(environment, id.asset()).equals(Optional.of(version.id()))) {
      return;
    }
    Project project = projects.require(system);
    signers.signed(
        request,
        system,
        signer ->
            done(
                releasing.promote(
                    project, environment.name(), id, "asked for through MLflow", signer)));
  }

  private static Moved.Done done(Moved moved) {
    return switch (moved) {
      case Moved.Done done -> done;
      case Moved.Refused(RegistryEvent.Refused refusal, var _) ->
          throw new ServerFault(
              ServerFault.GATE_CLOSED,
              "expected the gate of %s to let %s through, found it closed by %s%s; the refusal is on record"
                  .formatted(
                      refusal.environment(),
                      refusal.versions(),
                      String.join("; ", refusal.reasons()),
                      refusal.controls().isEmpty()
                          ? ""
                          : " (controls " + String.join(", ", refusal.controls()) + ")"));
    };
  }
}
