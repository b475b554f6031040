package dev.bulwark.govern.manifest;

import dev.bulwark.govern.facts.FactTable;
import dev.bulwark.govern.manifest.ManifestProblem.Topic;
import dev.bulwark.govern.yaml.Quoted;
import dev.bulwark.govern.yaml.Yaml;
import dev.bulwark.govern.yaml.YamlReader;
import dev.bulwark.govern.yaml.YamlReading;
import dev.bulwark.kernel.bytes.ByteSize;
import dev.bulwark.kernel.bytes.Bytes;
import dev.bulwark.kernel.bytes.Digest;
import dev.bulwark.kernel.check.Place;
import dev.bulwark.kernel.system.ElementKind;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.regex.Pattern;

/// Reads `bulwark.yaml`. Never throws on its content, and reports every problem at once: when the
/// file is YAML, a mistake in one place hides no other.
///
/// The largest manifest is 1 MiB; it nests at most 16 levels and holds at most 100,000 values.
/// Thread-safe.
public final class ManifestReader {
  public static final String FILE = "bulwark.yaml";
  public static final ByteSize MAX_SIZE = ByteSize.ofMib(1);

  /// The roles every system fills.
  public static final List<String> ROLES = List.of("accountable", "technical", "security", "risk");

  public static final List<String> PROFILES = List.of("essentials", "standard", "high-risk");

  static final String PERSON = "[a-z0-9][a-z0-9._@-]*";
  private static final Pattern PERSON_SHAPE = Pattern.compile(PERSON);
  static final String PERSON_WORDS = "a person's id of lower-case letters, digits and . _ @ -";
  static final int LONGEST_PURPOSE = 2000;

  private static final YamlReader YAML = new YamlReader(MAX_SIZE, 16, 100_000);

  private final FactTable table;

  public ManifestReader(FactTable table) {
    this.table = table;
  }

  /// @param place the manifest's own place
  /// @param files the project it speaks of; asked once for the digests of the files it names
  public ManifestReading parse(Place place, Bytes bytes, ProjectFiles files) {
    Problems problems = new Problems(place);
    return switch (YAML.read(bytes)) {
      case YamlReading.Broken(YamlReading.Problem problem) -> {
        problems.add(problem);
        yield problems.invalid();
      }
      case YamlReading.Tree(Yaml root, List<YamlReading.Problem> strict) -> {
        strict.forEach(problems::add);
        Optional<ManifestReading> reading =
            Fields.of("the manifest", root, problems)
                .map(fields -> parse(fields, problems, Digest.of(bytes), files));
        yield reading.orElseGet(() -> problems.invalid());
      }
    };
  }

  /// The reading of a file that is refused for its size before it is read.
  public static ManifestReading tooLarge(Place place, long size) {
    Problems problems = new Problems(place);
    problems.add(YAML.tooLarge(size));
    return problems.invalid();
  }

  private ManifestReading parse(Fields root, Problems problems, Digest digest, ProjectFiles files) {
    root.allow(topKeys());
    version(root);
    Optional<Declared> whole = whole(root, problems);
    SortedMap<String, String> owners = owners(root, problems);
    List<String> authors = authors(root);
    ElementReader reader = new ElementReader(table, problems);
    List<Declared> parts = new ArrayList<>();
    for (ElementKind kind : ElementKind.values()) {
      if (kind != ElementKind.SYSTEM) {
        parts.addAll(reader.section(root, kind));
      }
    }
    requireSome(root, parts);
    Map<String, Declared> byPath = distinct(parts);
    Resolver resolver = new Resolver(table, byPath, reader.torn());
    SystemBuilder builder = new SystemBuilder(resolver, problems, files);
    return builder.build(root, whole, parts, owners, authors, digest);
  }

  private static Set<String> topKeys() {
    Set<String> keys = new HashSet<>(Set.of("bulwark", "owners", "authors"));
    for (ElementKind kind : ElementKind.values()) {
      keys.add(kind.section());
    }
    return keys;
  }

  private static void version(Fields root) {
    root.need(Topic.FORM, "bulwark", "the version of the manifest's form, 1")
        .filter(node -> !(node instanceof Yaml.Scalar scalar && one(scalar)))
        .ifPresent(
            node ->
                root.fail(
                    Topic.FORM,
                    node,
                    "the version of the manifest's form, 1",
                    "write bulwark: 1, or use a Bulwark that reads this version"));
  }

  private static boolean one(Yaml.Scalar scalar) {
    return scalar.kind() == Yaml.Scalar.Kind.INTEGER && scalar.text().equals("1");
  }

  private Optional<Declared> whole(Fields root, Problems problems) {
    return root.need(Topic.FORM, "system", "what the system is and does")
        .flatMap(node -> Fields.of("system", node, problems))
        .map(
            fields -> {
              Optional<String> id =
                  fields.word(Topic.FORM, "id", ElementReader.ID_WORDS, ElementReader.ID_SHAPE);
              Optional<String> title =
                  fields.text(Topic.FORM, "title", "a title", ElementReader.LONGEST_TITLE);
              fields.text(
                  Topic.FORM, "purpose", "what the system is for, in a sentence", LONGEST_PURPOSE);
              profile(fields);
              return new ElementReader(table, problems)
                  .facts(
                      ElementKind.SYSTEM,
                      id.orElse(""),
                      title.orElse(""),
                      fields,
                      Set.of("id", "title", "purpose", "profile"));
            });
  }

  private static void profile(Fields fields) {
    String expected = "one of " + String.join(", ", PROFILES);
    fields
        .text(Topic.FORM, "profile", expected, 64)
        .filter(word -> !PROFILES.contains(word))
        .ifPresent(
            word ->
                fields.fail(
                    Topic.FORM,
                    fields.find("profile").orElseThrow(),
                    expected,
                    NearMiss.fix(word, PROFILES, "choose one of them")));
  }

  private static SortedMap<String, String> owners(Fields root, Problems problems) {
    SortedMap<String, String> owners = new TreeMap<>();
    root.need(Topic.OWNERS, "owners", "a person for each of " + String.join(", ", ROLES))
        .flatMap(node -> Fields.of("owners", node, problems))
        .ifPresent(
            fields -> {
              fields.allow(Set.copyOf(ROLES));
              for (String role : ROLES) {
                fields
                    .word(Topic.OWNERS, role, role + ": " + PERSON_WORDS, PERSON_SHAPE)
                    .ifPresent(person -> owners.put(role, person));
              }
              requireSeparation(fields, owners);
            });
    return owners;
  }

  /// Who builds a system must not be the one who accepts its risk.
  private static void requireSeparation(Fields fields, Map<String, String> owners) {
    String risk = owners.get("risk");
    if (risk != null && risk.equals(owners.get("technical"))) {
      fields.fail(
          Topic.OWNERS,
          fields.find("risk").orElseThrow(),
          "a risk owner who is not the technical owner",
          "name another person for one of the two");
    }
  }

  private static List<String> authors(Fields root) {
    if (root.need(Topic.OWNERS, "authors", "the ids of the people who build it").isEmpty()) {
      return List.of();
    }
    List<String> authors = new ArrayList<>();
    for (Fields.Located author : root.texts("authors", PERSON_WORDS)) {
      boolean sound = PERSON_SHAPE.matcher(author.text()).matches() && author.text().length() <= 64;
      if (!sound || authors.contains(author.text())) {
        root.report(
            Topic.OWNERS,
            author.at(),
            sound ? "each author once" : PERSON_WORDS,
            Quoted.of(author.text()),
            sound ? "remove one of the two" : "use only these characters");
      } else {
        authors.add(author.text());
      }
    }
    return authors;
  }

  /// An AI system has a model and a place where it runs.
  private static void requireSome(Fields root, List<Declared> parts) {
    for (ElementKind kind : List.of(ElementKind.ENVIRONMENT, ElementKind.MODEL)) {
      boolean written = root.find(kind.section()).filter(node -> !emptyList(node)).isPresent();
      if (!written && parts.stream().noneMatch(part -> part.kind() == kind)) {
        root.report(
            Topic.FORM,
            root.find(kind.section()).map(Yaml::at).orElse(root.at()),
            "at least one " + kind.word(),
            "none",
            "declare it under " + kind.section());
      }
    }
  }

  private static boolean emptyList(Yaml node) {
    return node instanceof Yaml.Items list && list.items().isEmpty();
  }

  private static Map<String, Declared> distinct(List<Declared> parts) {
    Map<String, Declared> byPath = new LinkedHashMap<>();
    for (Declared part : parts) {
      Declared first = byPath.putIfAbsent(part.path(), part);
      if (first != null) {
        part.fields()
            .report(
                Topic.REFERENCES,
                part.fields().find("id").map(Yaml::at).orElse(part.fields().at()),
                "each id once among " + part.kind().section(),
                "\"" + part.id() + "\" again, first on line " + first.fields().at().line(),
                "give one of the two another id");
      }
    }
    return byPath;
  }
}
