package dev.bulwark.govern.manifest;

import dev.bulwark.govern.manifest.ManifestReading.Drift;
import dev.bulwark.govern.yaml.Yaml;
import dev.bulwark.kernel.bytes.Digest;
import dev.bulwark.kernel.check.Subject;
import dev.bulwark.kernel.system.AiSystem;
import dev.bulwark.kernel.system.Element;
import dev.bulwark.kernel.system.ElementKind;
import dev.bulwark.kernel.system.Fact;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;

/// Makes the system out of what was declared and what its files show. One use, one thread.
final class SystemBuilder {
  private static final String FORMAT = "format";

  private final Problems problems;
  private final ProjectFiles files;
  private final Resolver resolver;
  private final Artifacts artifacts;
  private final List<Drift> drifts = new ArrayList<>();

  SystemBuilder(Resolver resolver, Problems problems, ProjectFiles files) {
    this.problems = problems;
    this.files = files;
    this.resolver = resolver;
    this.artifacts = new Artifacts(files);
  }

  ManifestReading build(
      Fields root,
      Optional<Declared> whole,
      List<Declared> parts,
      SortedMap<String, String> owners,
      List<String> authors,
      Digest digest) {
    artifacts.find(parts);
    List<Element> elements = new ArrayList<>();
    whole.ifPresent(declared -> elements.add(element(declared)));
    parts.forEach(declared -> elements.add(element(declared)));
    if (!problems.none() || whole.isEmpty()) {
      return problems.invalid();
    }
    Fields system = whole.get().fields();
    return new ManifestReading.Valid(
        new AiSystem(
            whole.get().id(),
            whole.get().title(),
            written(system, "purpose"),
            owners,
            authors,
            written(system, "profile"),
            elements,
            digest),
        drifts);
  }

  private static String written(Fields fields, String key) {
    return fields
        .find(key)
        .map(node -> node instanceof Yaml.Scalar scalar ? scalar.text() : "")
        .orElse("");
  }

  private Element element(Declared declared) {
    SortedMap<String, Fact> facts = resolver.facts(declared);
    List<Subject> subjects = artifacts.subjects(declared);
    if (declared.kind() == ElementKind.MODEL) {
      observeFormat(declared, facts);
    }
    return new Element(
        declared.kind(),
        declared.id(),
        declared.title(),
        facts,
        subjects,
        problems.place(declared.fields().at()));
  }

  /// What the bytes show counts more than what was said.
  private void observeFormat(Declared model, SortedMap<String, Fact> facts) {
    Optional<String> shows =
        artifacts.paths(model).stream()
            .filter(path -> format(path).isPresent())
            .min(Comparator.comparingInt(path -> format(path).orElseThrow().rank()));
    Optional<String> declared = model.word(FORMAT);
    if (shows.isEmpty()) {
      return;
    }
    ModelFormat seen = format(shows.get()).orElseThrow();
    if (declared.isPresent() && seen.possible().contains(declared.get())) {
      return;
    }
    facts.put(FORMAT, new Fact(new Fact.Value.Word(seen.word()), Fact.Origin.OBSERVED));
    declared.ifPresent(
        word ->
            drifts.add(
                new Drift(
                    problems.place(model.marks().getOrDefault(FORMAT, model.fields().at())),
                    model.path(),
                    FORMAT,
                    word,
                    seen.word(),
                    shows.get())));
  }

  private Optional<ModelFormat> format(String path) {
    return Optional.ofNullable(files.files().get(path)).flatMap(ProjectFiles.Seen::format);
  }
}
