package dev.bulwark.scan.config;

import static dev.bulwark.kernel.check.Severity.HIGH;
import static dev.bulwark.kernel.check.Severity.MEDIUM;

import dev.bulwark.scan.config.HuggingFaceChecks.Sight;
import dev.bulwark.scan.json.JsonTree;
import dev.bulwark.scan.json.JsonTree.Member;
import dev.bulwark.scan.json.JsonTree.Named;
import dev.bulwark.scan.json.JsonView;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/// Finds what makes transformers, diffusers, peft and sentence-transformers run code of the model's
/// repository.
final class RemoteCode {
  private static final Set<String> MAPS =
      Set.of("auto_map", "custom_pipelines", "custom_pipeline", "custom_generate");

  /// What stands for a library in a diffusers pipeline, beside names of its own pipelines.
  private static final Set<String> LIBRARIES =
      Set.of("diffusers", "transformers", "onnxruntime", "optimum", "peft", "k_diffusion");

  private static final Set<String> PIPELINES =
      Set.of(
          "stable_diffusion",
          "stable_diffusion_safe",
          "stable_diffusion_xl",
          "paint_by_example",
          "latent_diffusion",
          "stable_audio",
          "shap_e",
          "kandinsky",
          "wuerstchen",
          "deepfloyd_if",
          "audioldm2",
          "unidiffuser",
          "unclip",
          "blip_diffusion",
          "stable_cascade",
          "musicldm",
          "semantic_stable_diffusion",
          "controlnet",
          "spectrogram_diffusion",
          "ltx",
          "flux");

  private RemoteCode() {}

  static Stream<Sight> in(JsonView view) {
    return Stream.concat(
        view.walk()
            .flatMap(named -> Stream.of(mapped(named), trusted(named), adapted(named)))
            .flatMap(sights -> sights),
        documents(view));
  }

  private static Stream<Sight> documents(JsonView view) {
    return view.documents().stream()
        .flatMap(document -> Stream.concat(modules(document), pipeline(document)));
  }

  /// `auto_map` and its kin: class to `module.Class`, or to `repository--module.Class`.
  private static Stream<Sight> mapped(Named named) {
    if (!MAPS.contains(named.name()) || named.value() instanceof JsonTree.Arr) {
      return Stream.empty();
    }
    if (named.name().equals("custom_pipelines")) {
      return named.value() instanceof JsonTree.Obj pipelines
          ? pipelines.members().stream()
              .flatMap(pipeline -> HuggingFaceChecks.texts(pipeline.value()).limit(1))
              .map(text -> code(named.name(), text))
          : Stream.empty();
    }
    return HuggingFaceChecks.texts(named.value())
        .filter(text -> !text.value().isEmpty())
        .map(text -> code(named.name(), text));
  }

  private static Sight code(String key, JsonTree.Text text) {
    String value = text.value();
    int other = value.indexOf("--");
    String name = other >= 0 ? value.substring(other + 2) : value;
    String module = name.contains(".") ? name.substring(0, name.lastIndexOf('.')) : name;
    return new Sight(
        other >= 0 ? HIGH : MEDIUM,
        text.at(),
        "%s makes a loader run %s.py of %s."
            .formatted(
                key,
                Sight.quoted(module).replaceAll("^\"|\"$", ""),
                other >= 0
                    ? "another repository, " + Sight.quoted(value.substring(0, other))
                    : "this repository"));
  }

  private static Stream<Sight> trusted(Named named) {
    return named.name().equals("trust_remote_code")
            && named.value() instanceof JsonTree.Flag(long at, boolean value)
            && value
        ? Stream.of(
            new Sight(
                MEDIUM, at, "trust_remote_code is set: code of the repository runs when loaded."))
        : Stream.empty();
  }

  /// peft imports `parent_library` to find the class of the base model.
  private static Stream<Sight> adapted(Named named) {
    if (!named.name().equals("auto_mapping") || !(named.value() instanceof JsonTree.Obj object)) {
      return Stream.empty();
    }
    return object.members().stream()
        .filter(member -> member.name().equals("parent_library"))
        .flatMap(member -> HuggingFaceChecks.texts(member.value()))
        .filter(text -> PythonNames.of(text.value() + ".X") != PythonNames.Kind.LIBRARY)
        .map(
            text ->
                new Sight(
                    MEDIUM,
                    text.at(),
                    "auto_mapping makes a loader import %s."
                        .formatted(Sight.quoted(text.value()))));
  }

  /// `modules.json` of sentence-transformers: every module names the class it is made by.
  private static Stream<Sight> modules(JsonTree document) {
    if (!(document instanceof JsonTree.Arr(long _, List<JsonTree> items))) {
      return Stream.empty();
    }
    return items.stream()
        .filter(JsonTree.Obj.class::isInstance)
        .map(JsonTree.Obj.class::cast)
        .filter(module -> module.has("idx") && module.has("path"))
        .flatMap(module -> module.all("type").stream())
        .flatMap(HuggingFaceChecks::texts)
        .filter(type -> PythonNames.of(type.value()) != PythonNames.Kind.LIBRARY)
        .map(
            type ->
                new Sight(
                    PythonNames.of(type.value()) == PythonNames.Kind.POWERFUL ? HIGH : MEDIUM,
                    type.at(),
                    "A module is made by %s, which is no class of sentence-transformers."
                        .formatted(Sight.quoted(type.value()))));
  }

  /// `model_index.json` of diffusers: part to library and class.
  private static Stream<Sight> pipeline(JsonTree document) {
    if (!(document instanceof JsonTree.Obj index) || !index.has("_diffusers_version")) {
      return Stream.empty();
    }
    return index.members().stream().flatMap(member -> part(member).stream());
  }

  private static Optional<Sight> part(Member member) {
    if (!(member.value() instanceof JsonTree.Arr(long at, List<JsonTree> items))
        || items.size() != 2
        || !(items.getFirst() instanceof JsonTree.Text(long _, String library))
        || !(items.getLast() instanceof JsonTree.Text)) {
      return Optional.empty();
    }
    String first = library.split("\\.", 2)[0];
    boolean own = LIBRARIES.contains(first) || PIPELINES.contains(library);
    return own && !member.name().equals("_class_name")
        ? Optional.empty()
        : Optional.of(
            new Sight(
                MEDIUM,
                at,
                "The part %s is made by code of the repository, %s."
                    .formatted(Sight.quoted(member.name()), Sight.quoted(library))));
  }
}
