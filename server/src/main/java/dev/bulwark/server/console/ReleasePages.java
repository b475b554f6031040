package dev.bulwark.server.console;

import dev.bulwark.control.policy.GateName;
import dev.bulwark.evidence.json.JsonReader;
import dev.bulwark.kernel.bytes.ByteSize;
import dev.bulwark.kernel.bytes.Bytes;
import dev.bulwark.kernel.fault.Fault;
import dev.bulwark.registry.VersionId;
import dev.bulwark.registry.event.RegistryEvent;
import dev.bulwark.registry.release.EnvironmentWish;
import dev.bulwark.registry.release.Moved;
import dev.bulwark.registry.seal.EnvironmentPublicKey;
import dev.bulwark.registry.state.Environment;
import dev.bulwark.registry.state.RegistryState;
import dev.bulwark.registry.state.Version;
import dev.bulwark.server.ServerFault;
import dev.bulwark.server.access.Access;
import dev.bulwark.server.access.Action;
import dev.bulwark.server.access.Caller;
import dev.bulwark.server.access.Needs;
import dev.bulwark.server.account.Memberships;
import dev.bulwark.server.project.Project;
import dev.bulwark.server.project.Projects;
import dev.bulwark.server.project.Releasing;
import dev.bulwark.server.web.Callers;
import dev.bulwark.server.web.Problems;
import jakarta.servlet.http.HttpServletRequest;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.TreeSet;
import java.util.function.Function;
import org.springframework.http.HttpStatus;
import org.springframework.http.ResponseEntity;
import org.springframework.stereotype.Controller;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestParam;

/// A system's versions and environments as a pipeline: promote, roll back, suspend, each signed.
@Controller
public final class ReleasePages {
  private static final int LONGEST_REASON = 500;
  private static final JsonReader.Bounds KEY = new JsonReader.Bounds(ByteSize.ofKib(8), 4);

  private final Pages pages;
  private final Callers callers;
  private final Confirmations confirmations;
  private final Memberships memberships;
  private final Projects projects;
  private final Releasing releasing;

  public ReleasePages(
      Pages pages,
      Callers callers,
      Confirmations confirmations,
      Memberships memberships,
      Projects projects,
      Releasing releasing) {
    this.pages = pages;
    this.callers = callers;
    this.confirmations = confirmations;
    this.memberships = memberships;
    this.projects = projects;
    this.releasing = releasing;
  }

  /// @param ready what could be promoted
  /// @param said what came of the last form; empty when none was sent
  /// @param refused whether it was no
  public record Releases(
      Project project,
      RegistryState state,
      Collection<Version> ready,
      boolean mayMove,
      boolean mayPush,
      List<String> said,
      boolean refused) {
    public Releases {
      ready = List.copyOf(ready);
      said = List.copyOf(said);
    }

    public List<GateName> gates() {
      return Arrays.asList(GateName.values());
    }

    public Collection<Environment> environments() {
      return state.environments().values();
    }
  }

  @GetMapping("/systems/{system}/releases")
  @Needs(Action.READ_SYSTEM)
  ResponseEntity<byte[]> releases(@PathVariable String system, HttpServletRequest request) {
    return releases(HttpStatus.OK, system, List.of(), false, request);
  }

  private ResponseEntity<byte[]> releases(
      HttpStatus status,
      String system,
      List<String> said,
      boolean refused,
      HttpServletRequest request) {
    Project project = projects.require(system);
    Caller caller = callers.of(request);
    RegistryState state = releasing.state(project);
    return pages.answer(
        status,
        "releases",
        new Releases(
            project,
            state,
            Releasing.ready(state),
            may(caller, Action.MOVE_RELEASE, system),
            may(caller, Action.PUSH_VERSION, system),
            said,
            refused),
        pages.frame(caller, request, "Releases of " + project.title()));
  }

  private static boolean may(Caller caller, Action action, String system) {
    return Access.decide(caller, action, Optional.of(system)) == Access.Answer.YES;
  }

  @PostMapping("/systems/{system}/versions")
  @Needs(Action.PUSH_VERSION)
  ResponseEntity<byte[]> push(
      @PathVariable String system,
      @RequestParam String asset,
      @RequestParam String folder,
      HttpServletRequest request) {
    return signed(
        system,
        request,
        signer -> {
          if (!VersionId.isAsset(asset)) {
            throw new ServerFault(
                ServerFault.INVALID,
                "expected a name of lower-case letters, digits and hyphens, found another");
          }
          Version version = releasing.push(projects.require(system), asset, folder, signer);
          return version.state() == Version.State.READY
              ? Answer.yes("%s is ready".formatted(version.id()))
              : Answer.no(
                  List.of("%s is in quarantine: %s".formatted(version.id(), version.why())));
        });
  }

  @PostMapping("/systems/{system}/environments")
  @Needs(Action.PUSH_VERSION)
  ResponseEntity<byte[]> add(
      @PathVariable String system,
      @RequestParam String name,
      @RequestParam String gate,
      @RequestParam(defaultValue = "") String after,
      @RequestParam String key,
      HttpServletRequest request) {
    return signed(
        system,
        request,
        signer -> {
          EnvironmentWish wish =
              new EnvironmentWish(
                  name,
                  gate(gate),
                  after.isEmpty() ? Optional.empty() : Optional.of(after),
                  EnvironmentPublicKey.parse(JsonReader.readObject(Bytes.utf8(key), KEY)),
                  new RegistryEvent.Separation("", "", new TreeSet<>(), ""));
          releasing.add(projects.require(system), wish, signer);
          return Answer.yes(name + " is an environment of this system");
        });
  }

  private static GateName gate(String word) {
    return Arrays.stream(GateName.values())
        .filter(gate -> gate.word().equals(word))
        .findFirst()
        .orElseThrow(
            () ->
                new ServerFault(
                    ServerFault.INVALID, "expected one of the gates, found another word"));
  }

  @PostMapping("/systems/{system}/environments/{environment}/promotion")
  @Needs(Action.MOVE_RELEASE)
  ResponseEntity<byte[]> promote(
      @PathVariable String system,
      @PathVariable String environment,
      @RequestParam String version,
      @RequestParam(defaultValue = "") String reason,
      HttpServletRequest request) {
    VersionId id =
        VersionId.parse(version)
            .orElseThrow(
                () ->
                    new ServerFault(
                        ServerFault.INVALID, "expected a version such as scorer@3, found another"));
    return signed(
        system,
        request,
        signer ->
            moved(releasing.promote(projects.require(system), environment, id, reason, signer)));
  }

  @PostMapping("/systems/{system}/environments/{environment}/rollback")
  @Needs(Action.MOVE_RELEASE)
  ResponseEntity<byte[]> rollback(
      @PathVariable String system,
      @PathVariable String environment,
      @RequestParam(defaultValue = "") String reason,
      HttpServletRequest request) {
    return signed(
        system,
        request,
        signer -> moved(releasing.rollback(projects.require(system), environment, reason, signer)));
  }

  @PostMapping("/systems/{system}/environments/{environment}/suspension")
  @Needs(Action.MOVE_RELEASE)
  ResponseEntity<byte[]> suspend(
      @PathVariable String system,
      @PathVariable String environment,
      @RequestParam(defaultValue = "") String reason,
      HttpServletRequest request) {
    return signed(
        system,
        request,
        signer -> moved(releasing.suspend(projects.require(system), environment, reason, signer)));
  }

  /// What is said above the page afterwards.
  private record Answer(List<String> lines, boolean refused) {
    static Answer yes(String line) {
      return new Answer(List.of(line), false);
    }

    static Answer no(List<String> lines) {
      return new Answer(lines, true);
    }
  }

  private static Answer moved(Moved moved) {
    return switch (moved) {
      case Moved.Done done ->
          Answer.yes(
              "Generation %d: %s"
                  .formatted(
                      done.deployment().generation(),
                      done.deployment().versions().isEmpty()
                          ? "suspended"
                          : "runs " + done.deployment().versions()));
      case Moved.Refused refused -> Answer.no(refused.refusal().reasons());
    };
  }

  private ResponseEntity<byte[]> signed(
      String system, HttpServletRequest request, Function<Releasing.Signer, Answer> work) {
    Caller.Person person = callers.person(request);
    String reason = request.getParameter("reason");
    if (reason != null && reason.length() > LONGEST_REASON) {
      throw new ServerFault(
          ServerFault.INVALID, "expected a reason of at most 500 characters, found more");
    }
    Answer answer;
    HttpStatus status = HttpStatus.OK;
    try (Confirmations.Confirmed confirmed = confirmations.toSign(request)) {
      answer =
          work.apply(
              new Releasing.Signer(
                  person.name(),
                  () -> memberships.rolesIn(person.name(), system),
                  confirmed.passphrase()));
      if (answer.refused()) {
        status = HttpStatus.CONFLICT;
      }
    } catch (Fault e) {
      answer = Answer.no(List.of(Problems.tellable(e)));
      status = HttpStatus.valueOf(e.type().httpStatus());
    }
    return releases(status, system, answer.lines(), answer.refused(), request);
  }
}
