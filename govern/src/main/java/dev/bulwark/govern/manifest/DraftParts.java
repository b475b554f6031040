package dev.bulwark.govern.manifest;

import dev.bulwark.govern.manifest.Library.Hint;
import dev.bulwark.govern.manifest.Sightings.DataFiles;
import dev.bulwark.govern.manifest.Sightings.ModelFiles;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// The elements a draft infers where no single file is the element: components, the hosted model,
/// flows.
record DraftParts(
    List<Component> components,
    Optional<Hosted> hosted,
    Optional<String> languageModel,
    boolean agent,
    List<Flow> flows) {

  record Component(String id, String kind, String evidence) {}

  /// A language model that is not in files.
  ///
  /// @param vendor the supplier's id, when a vendor's library is used
  record Hosted(String id, Optional<String> vendor, String evidence) {}

  /// @param untrusted why it carries what outsiders write, when it surely does
  record Flow(String id, String from, String to, Optional<String> untrusted, boolean fromLlm) {}

  static DraftParts of(Sightings seen) {
    List<Component> components = components(seen);
    Optional<Hosted> hosted = hosted(seen);
    Optional<String> local =
        seen.models().stream()
            .filter(ModelFiles::languageModel)
            .map(model -> "model/" + model.id())
            .findFirst();
    Optional<String> speaker = hosted.map(model -> "model/" + model.id()).or(() -> local);
    boolean agent = seen.agent() && speaker.isPresent();
    return new DraftParts(
        components, hosted, speaker, agent, flows(seen, components, speaker, agent));
  }

  private static List<Component> components(Sightings seen) {
    List<Component> components = new ArrayList<>();
    Optional<Library> web = seen.first(Hint.WEB);
    if (web.isPresent()) {
      components.add(new Component("app", "web", "uses " + web.get().name()));
    } else if (seen.containerFile().isPresent()) {
      components.add(new Component("app", "app", DraftText.named(seen.containerFile().get())));
    } else if (!seen.models().isEmpty() || seen.languageModel()) {
      components.add(new Component("app", "app", "whatever calls the model"));
    }
    seen.first(Hint.VECTORS)
        .ifPresent(
            library ->
                components.add(new Component("index", "vector-store", "uses " + library.name())));
    seen.pipeline()
        .ifPresent(file -> components.add(new Component("ci", "ci", DraftText.named(file))));
    seen.notebook()
        .ifPresent(
            file -> components.add(new Component("notebook", "notebook", DraftText.named(file))));
    return components;
  }

  private static Optional<Hosted> hosted(Sightings seen) {
    Optional<Library> vendor = seen.first(Hint.VENDOR);
    if (vendor.isPresent()) {
      String name = vendor.get().name();
      return Optional.of(new Hosted("chat", Optional.of(Ids.plain(name)), "uses " + name));
    }
    boolean local = seen.models().stream().anyMatch(ModelFiles::languageModel);
    return seen.languageModel() && !local
        ? Optional.of(new Hosted("chat", Optional.empty(), "a prompt or an agent library is here"))
        : Optional.empty();
  }

  private static List<Flow> flows(
      Sightings seen, List<Component> components, Optional<String> speaker, boolean agent) {
    List<Flow> flows = new ArrayList<>();
    Optional<String> target =
        agent
            ? Optional.of("agent/agent")
            : speaker.or(() -> seen.models().stream().map(one -> "model/" + one.id()).findFirst());
    if (components.stream().noneMatch(one -> one.id().equals("app")) || target.isEmpty()) {
      return flows;
    }
    String mind = target.get();
    boolean llm = speaker.isPresent();
    flows.add(
        new Flow("request", "outside", "component/app", Optional.of("users write it"), false));
    flows.add(new Flow("question", "component/app", mind, Optional.of("users write it"), false));
    Optional<String> echoes =
        llm ? Optional.of("what a model writes follows what outsiders wrote") : Optional.empty();
    flows.add(new Flow("answer", mind, "component/app", echoes, llm));
    if (llm) {
      for (DataFiles data : seen.data()) {
        if (!data.table()) {
          flows.add(
              new Flow("from-" + data.id(), "dataset/" + data.id(), mind, Optional.empty(), false));
        }
      }
    }
    return flows;
  }
}
