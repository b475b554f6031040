package dev.bulwark.server.mlflow;

import dev.bulwark.kernel.json.Json;
import dev.bulwark.registry.state.Version;
import dev.bulwark.server.ServerFault;
import dev.bulwark.server.access.Action;
import dev.bulwark.server.access.Needs;
import dev.bulwark.server.memo.ModelNotes;
import dev.bulwark.server.memo.ModelNotes.About;
import dev.bulwark.server.project.Projects;
import dev.bulwark.server.upload.Registrations;
import jakarta.servlet.http.HttpServletRequest;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import org.springframework.http.ResponseEntity;
import org.springframework.stereotype.Controller;
import org.springframework.web.bind.annotation.DeleteMapping;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PatchMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;

/// Registered models: names, and what is said about them.
@Controller
public final class ModelsFace {
  private static final String AT = "/mlflow/{system}/api/2.0/mlflow/registered-models";
  private static final int MOST = 1000;

  private final Projects projects;
  private final Registrations registrations;
  private final ModelNotes notes;

  public ModelsFace(Projects projects, Registrations registrations, ModelNotes notes) {
    this.projects = projects;
    this.registrations = registrations;
    this.notes = notes;
  }

  private Shelf shelf(String system) {
    return new Shelf(system, registrations.state(projects.require(system)), notes);
  }

  @PostMapping(AT + "/create")
  @Needs(Action.PUSH_VERSION)
  ResponseEntity<byte[]> create(@PathVariable String system, HttpServletRequest request) {
    Asked asked = Asked.of(request);
    String name = asked.model();
    if (!shelf(system).state().of(name).isEmpty()) {
      throw new ServerFault(
          ServerFault.CONFLICT, "expected a new name, found a model of the name " + name);
    }
    notes.create(system, name);
    About about = new About(system, name, 0);
    asked.text("description").ifPresent(text -> notes.describe(about, text));
    tag(about, asked);
    return model(shelf(system), name);
  }

  private void tag(About about, Asked asked) {
    asked
        .objects("tags")
        .forEach(tag -> notes.tag(about, tag.text("key").orElse(""), tag.text("value").orElse("")));
  }

  private static ResponseEntity<byte[]> model(Shelf shelf, String name) {
    return Asked.answer(
        Json.object().put("registered_model", shelf.json(shelf.model(name))).build());
  }

  @GetMapping(AT + "/get")
  @Needs(Action.READ_SYSTEM)
  ResponseEntity<byte[]> get(@PathVariable String system, HttpServletRequest request) {
    return model(shelf(system), Asked.of(request).model());
  }

  @GetMapping({AT + "/search", AT + "/list"})
  @Needs(Action.READ_SYSTEM)
  ResponseEntity<byte[]> search(@PathVariable String system, HttpServletRequest request) {
    Asked asked = Asked.of(request);
    Shelf shelf = shelf(system);
    int most = asked.most(100, MOST);
    String after = asked.text("page_token").orElse("");
    Filter filter = Filter.parse(asked.text("filter").orElse(""));
    List<Shelf.Model> found =
        shelf.models().values().stream()
            .filter(model -> model.name().compareTo(after) > 0)
            .filter(model -> filter.holds(key -> key.equals("name") ? model.name() : ""))
            .limit(most + 1L)
            .toList();
    List<Shelf.Model> page = found.subList(0, Math.min(most, found.size()));
    Json.Builder out =
        Json.object().put("registered_models", Json.array(page.stream().map(shelf::json).toList()));
    if (found.size() > most) {
      out.put("next_page_token", page.getLast().name());
    }
    return Asked.answer(out.build());
  }

  @GetMapping(AT + "/get-latest-versions")
  @Needs(Action.READ_SYSTEM)
  ResponseEntity<byte[]> latest(@PathVariable String system, HttpServletRequest request) {
    return latestOf(system, Asked.of(request));
  }

  @PostMapping(AT + "/get-latest-versions")
  @Needs(Action.READ_SYSTEM)
  ResponseEntity<byte[]> latestPosted(@PathVariable String system, HttpServletRequest request) {
    return latestOf(system, Asked.of(request));
  }

  private ResponseEntity<byte[]> latestOf(String system, Asked asked) {
    Shelf shelf = shelf(system);
    String name = shelf.model(asked.model()).name();
    List<String> stages =
        asked.texts("stages").stream().map(stage -> stage.toLowerCase(Locale.ROOT)).toList();
    List<Json.Obj> found = new ArrayList<>();
    for (Version version : shelf.latest(name)) {
      if (stages.isEmpty() || stages.contains(shelf.stage(version).toLowerCase(Locale.ROOT))) {
        found.add(shelf.json(version));
      }
    }
    return Asked.answer(Json.object().put("model_versions", Json.array(found)).build());
  }

  @PatchMapping(AT + "/update")
  @Needs(Action.PUSH_VERSION)
  ResponseEntity<byte[]> update(@PathVariable String system, HttpServletRequest request) {
    Asked asked = Asked.of(request);
    Shelf shelf = shelf(system);
    String name = shelf.model(asked.model()).name();
    asked.text("description").ifPresent(text -> notes.describe(new About(system, name, 0), text));
    return model(shelf, name);
  }

  @PostMapping(AT + "/set-tag")
  @Needs(Action.PUSH_VERSION)
  ResponseEntity<byte[]> tag(@PathVariable String system, HttpServletRequest request) {
    Asked asked = Asked.of(request);
    String name = shelf(system).model(asked.model()).name();
    notes.tag(new About(system, name, 0), asked.require("key"), asked.text("value").orElse(""));
    return Asked.done();
  }

  @DeleteMapping(AT + "/delete-tag")
  @Needs(Action.PUSH_VERSION)
  ResponseEntity<byte[]> untag(@PathVariable String system, HttpServletRequest request) {
    Asked asked = Asked.of(request);
    notes.untag(new About(system, asked.model(), 0), asked.require("key"));
    return Asked.done();
  }

  @DeleteMapping(AT + "/delete")
  @Needs(Action.PUSH_VERSION)
  ResponseEntity<byte[]> delete(@PathVariable String system, HttpServletRequest request) {
    Shelf shelf = shelf(system);
    String name = shelf.model(Asked.of(request).model()).name();
    throw new ServerFault(
        ServerFault.KEPT,
        "expected to keep %s with its versions [%s], found a request to delete it; what is in the ledger stays, revoke versions with `bulwark model revoke`"
            .formatted(
                name,
                shelf.state().of(name).stream()
                    .map(version -> version.id().toString())
                    .collect(Collectors.joining(", "))));
  }

  @PostMapping(AT + "/rename")
  @Needs(Action.PUSH_VERSION)
  @SuppressWarnings("DoNotCallSuggester") // The router calls it.
  ResponseEntity<byte[]> rename(@PathVariable String system) {
    throw new ServerFault(
        ServerFault.KEPT,
        "expected %s to keep its names, found a request to rename a model; the ledger knows its versions by it, register another"
            .formatted(projects.require(system).id()));
  }
}
