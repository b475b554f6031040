package dev.bulwark.server.mlflow;

import dev.bulwark.kernel.json.Json;
import dev.bulwark.registry.VersionId;
import dev.bulwark.registry.state.Version;
import dev.bulwark.server.ServerFault;
import dev.bulwark.server.access.Action;
import dev.bulwark.server.access.Needs;
import dev.bulwark.server.memo.ModelNotes;
import dev.bulwark.server.memo.ModelNotes.About;
import dev.bulwark.server.project.Project;
import dev.bulwark.server.project.Projects;
import dev.bulwark.server.upload.Registrations;
import dev.bulwark.server.web.TokenSigners;
import jakarta.servlet.http.HttpServletRequest;
import java.util.Comparator;
import java.util.List;
import org.springframework.http.ResponseEntity;
import org.springframework.stereotype.Controller;
import org.springframework.web.bind.annotation.DeleteMapping;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PatchMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;

/// Versions of models: made of what was uploaded here, and examined before they are READY.
@Controller
public final class VersionsFace {
  private static final String AT = "/mlflow/{system}/api/2.0/mlflow/model-versions";
  private static final int MOST = 1000;

  private final Projects projects;
  private final Registrations registrations;
  private final Sources sources;
  private final ModelNotes notes;
  private final TokenSigners signers;

  public VersionsFace(
      Projects projects,
      Registrations registrations,
      Sources sources,
      ModelNotes notes,
      TokenSigners signers) {
    this.projects = projects;
    this.registrations = registrations;
    this.sources = sources;
    this.notes = notes;
    this.signers = signers;
  }

  private Shelf shelf(String system) {
    return new Shelf(system, registrations.state(projects.require(system)), notes);
  }

  private static ResponseEntity<byte[]> version(Shelf shelf, VersionId id) {
    return Asked.answer(Json.object().put("model_version", shelf.json(require(shelf, id))).build());
  }

  static Version require(Shelf shelf, VersionId id) {
    if (!shelf.state().versions().containsKey(id)) {
      throw new ServerFault(
          ServerFault.NOT_THERE, "expected a version of a registered model, found none: " + id);
    }
    return shelf.state().version(id);
  }

  /// The version is PENDING_REGISTRATION in the answer.
  @PostMapping(AT + "/create")
  @Needs(Action.PUSH_VERSION)
  ResponseEntity<byte[]> create(@PathVariable String system, HttpServletRequest request) {
    Asked asked = Asked.of(request);
    Project project = projects.require(system);
    Shelf shelf = shelf(system);
    String name = shelf.model(asked.model()).name();
    Sources.Source source = sources.of(project, signers.person(request), asked.require("source"));
    Version made =
        signers.signed(
            request,
            system,
            signer -> sources.taken(source, name, it -> registrations.take(project, it, signer)));
    About about = new About(system, name, made.id().number());
    asked.text("description").ifPresent(text -> notes.describe(about, text));
    asked
        .objects("tags")
        .forEach(tag -> notes.tag(about, tag.text("key").orElse(""), tag.text("value").orElse("")));
    return Asked.answer(Json.object().put("model_version", shelf.json(made)).build());
  }

  @GetMapping(AT + "/get")
  @Needs(Action.READ_SYSTEM)
  ResponseEntity<byte[]> get(@PathVariable String system, HttpServletRequest request) {
    return version(shelf(system), Asked.of(request).version());
  }

  /// Newest first.
  @GetMapping(AT + "/search")
  @Needs(Action.READ_SYSTEM)
  ResponseEntity<byte[]> search(@PathVariable String system, HttpServletRequest request) {
    Asked asked = Asked.of(request);
    Shelf shelf = shelf(system);
    int most = asked.most(200, MOST);
    Filter filter = Filter.parse(asked.text("filter").orElse(""));
    String after = asked.text("page_token").orElse("");
    List<Version> all =
        shelf.state().versions().values().stream()
            .sorted(Comparator.comparingLong((Version version) -> -version.event().index()))
            .filter(version -> filter.holds(key -> value(version, key)))
            .dropWhile(version -> !after.isEmpty() && !version.id().toString().equals(after))
            .skip(after.isEmpty() ? 0 : 1)
            .limit(most + 1L)
            .toList();
    List<Version> page = all.subList(0, Math.min(most, all.size()));
    Json.Builder out =
        Json.object().put("model_versions", Json.array(page.stream().map(shelf::json).toList()));
    if (all.size() > most) {
      out.put("next_page_token", page.getLast().id().toString());
    }
    return Asked.answer(out.build());
  }

  private static String value(Version version, String key) {
    return switch (key) {
      case "name" -> version.id().asset();
      case "version_number" -> Long.toString(version.id().number());
      default -> "";
    };
  }

  @GetMapping(AT + "/get-download-uri")
  @Needs(Action.READ_SYSTEM)
  ResponseEntity<byte[]> uri(@PathVariable String system, HttpServletRequest request) {
    Version version = require(shelf(system), Asked.of(request).version());
    if (version.state() != Version.State.READY) {
      throw notReady(version);
    }
    return Asked.answer(Json.object().put("artifact_uri", Shelf.source(version.id())).build());
  }

  static ServerFault notReady(Version version) {
    return new ServerFault(
        ServerFault.NOT_READY,
        "expected a ready version, found that %s is %s%s; what is in quarantine stays there"
            .formatted(
                version.id(),
                version.state().name(),
                version.why().isEmpty() ? "" : " (" + version.why() + ")"));
  }

  @PatchMapping(AT + "/update")
  @Needs(Action.PUSH_VERSION)
  ResponseEntity<byte[]> update(@PathVariable String system, HttpServletRequest request) {
    Asked asked = Asked.of(request);
    Shelf shelf = shelf(system);
    VersionId id = require(shelf, asked.version()).id();
    asked
        .text("description")
        .ifPresent(text -> notes.describe(new About(system, id.asset(), id.number()), text));
    return version(shelf, id);
  }

  @PostMapping(AT + "/set-tag")
  @Needs(Action.PUSH_VERSION)
  ResponseEntity<byte[]> tag(@PathVariable String system, HttpServletRequest request) {
    Asked asked = Asked.of(request);
    VersionId id = require(shelf(system), asked.version()).id();
    notes.tag(
        new About(system, id.asset(), id.number()),
        asked.require("key"),
        asked.text("value").orElse(""));
    return Asked.done();
  }

  @DeleteMapping(AT + "/delete-tag")
  @Needs(Action.PUSH_VERSION)
  ResponseEntity<byte[]> untag(@PathVariable String system, HttpServletRequest request) {
    Asked asked = Asked.of(request);
    VersionId id = asked.version();
    notes.untag(new About(system, id.asset(), id.number()), asked.require("key"));
    return Asked.done();
  }

  @DeleteMapping(AT + "/delete")
  @Needs(Action.PUSH_VERSION)
  ResponseEntity<byte[]> delete(@PathVariable String system, HttpServletRequest request) {
    VersionId id = require(shelf(system), Asked.of(request).version()).id();
    throw new ServerFault(
        ServerFault.KEPT,
        "expected to keep %s, found a request to delete it; what is in the ledger stays, revoke it with `bulwark model revoke %s`"
            .formatted(id, id));
  }
}
