package dev.bulwark.govern.manifest;

import dev.bulwark.govern.facts.FactSpec;
import dev.bulwark.govern.facts.FactSpec.Derivation;
import dev.bulwark.govern.facts.FactSpec.Nature;
import dev.bulwark.govern.facts.FactTable;
import dev.bulwark.govern.facts.FactType;
import dev.bulwark.kernel.system.ElementKind;
import dev.bulwark.kernel.system.Fact;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/// The reference page of the manifest, `docs/manifest.md`, from the table of facts.
public final class ManifestPage {
  private static final String HEAD =
      """
      # bulwark.yaml

      <!-- Generated from facts.yaml. Change that file, and run the tests with -Dgolden.update=true. -->

      The manifest says what an AI system is made of, who answers for it, and what is known about each part. Threats,
      risks and duties are computed from it, so it holds facts, not opinions. `bulwark init` writes most of it;
      [bulwark.schema.json](bulwark.schema.json) lets editors complete and check it.

      - **Abilities and exposures** (what a part can do, who can reach it) must be stated: silence would hide a threat.
      - **Safety facts** (what protects it) may be left out. Silence then counts as the unsafe value, shown as *assumed*.
      - **Derived facts** follow from others; rules use them and nobody writes them.
      - Every problem is reported at once, with line, column, what was expected and what to do.
      - `???`, which `bulwark init` writes where only a person knows, fails until it is answered.

      ## A small manifest

      ```yaml
      bulwark: 1
      system:
        id: returns-sorter
        title: Returns sorter
        purpose: Sorts photographs of returned goods by damage.
        profile: essentials
        personalData: false
        affectsPeople: false
        peopleAffected: 0
        stakes: [money]
        generative: false
        consequentialAdvice: false
        publishesArtifacts: false
      owners: {accountable: ada, technical: ben, security: cleo, risk: dan}
      authors: [ben]
      environments:
        - {id: production, kind: production, zone: internal}
      models:
        - id: sorter
          files: ["models/*.onnx"]
          origin: own
          llm: false
          inputs: [images]
          queryable: false
          trainedOnSensitive: false
          publicBase: true
          weightsOwned: false
          edgeDeployed: false
          adversarialIncentive: true
      ```

      ## Around the facts

      | key | meaning |
      |---|---|
      | `bulwark` | version of the form: 1 |
      | `system` | `id`, `title`, `purpose`, `profile` (essentials, standard, high-risk) and the facts of the whole |
      | `owners` | one person each: `accountable`, `technical`, `security`, `risk`; risk and technical differ |
      | `authors` | the people who build it; none of them counts as independent |
      | `environments` … `suppliers` | lists of elements; at least one environment and one model |

      Every element has an `id` (lower-case letters, digits, hyphens), may have a `title`, and takes the facts of its kind.
      Components, models, datasets, prompts, agents and tools may name `files`: paths relative to the manifest with `*`,
      `?` and `**`. Every file must exist inside the project; its SHA-256 becomes part of the system. Elements refer to
      each other as `kind/id`, such as `model/sorter`; a flow may also start or end `outside`: with users, or the world.

      The file is YAML 1.2 in UTF-8, at most 1 MiB: `true` and `false`, no tabs, tags, anchors, aliases or merge keys.
      """;

  private ManifestPage() {}

  /// The page in Markdown.
  public static String render(FactTable table) {
    StringBuilder out = new StringBuilder(HEAD);
    for (ElementKind kind : ElementKind.values()) {
      out.append("\n## ").append(kind.section()).append('\n');
      table("Must be stated", table, kind, ManifestPage::stated, out);
      table("Safety", table, kind, spec -> spec.nature() instanceof Nature.Safety, out);
      table("Derived", table, kind, spec -> !spec.written(), out);
    }
    return out.toString();
  }

  private static boolean stated(FactSpec spec) {
    return switch (spec.nature()) {
      case Nature.Mandatory _, Nature.MandatoryWhen _ -> true;
      case Nature.Safety _, Nature.Derived _ -> false;
    };
  }

  private static void table(
      String title,
      FactTable table,
      ElementKind kind,
      java.util.function.Predicate<FactSpec> chosen,
      StringBuilder out) {
    List<FactSpec> specs = table.of(kind).values().stream().filter(chosen).toList();
    if (specs.isEmpty()) {
      return;
    }
    out.append("\n| ")
        .append(title)
        .append(" | values | meaning | why it matters |\n|---|---|---|---|\n");
    for (FactSpec spec : specs) {
      out.append(
          "| `%s` | %s | %s | %s |\n"
              .formatted(spec.name(), values(spec), spec.what(), spec.why()));
    }
  }

  private static String values(FactSpec spec) {
    return switch (spec.nature()) {
      case Nature.Mandatory _ -> values(spec.type());
      case Nature.MandatoryWhen when -> values(spec.type()) + "; only when `" + when.flag() + "`";
      case Nature.Safety _ ->
          values(spec.type()) + "; else *" + shown(spec.unsafe()) + "* (assumed)";
      case Nature.Derived(Derivation from) -> derivation(from);
    };
  }

  private static String values(FactType type) {
    return switch (type) {
      case FactType.Flag _ -> "true, false";
      case FactType.Count _ -> "a whole number from 0";
      case FactType.Word(List<String> values) -> String.join(", ", values);
      case FactType.Words(List<String> values) -> "any of " + String.join(", ", values);
      case FactType.Reference(Set<ElementKind> to, boolean outside) ->
          kinds(to) + (outside ? ", " + FactSpec.OUTSIDE : "");
      case FactType.References(Set<ElementKind> to) -> "any of " + kinds(to);
    };
  }

  private static String kinds(Set<ElementKind> to) {
    return to.stream().sorted().map(kind -> kind.word() + "/…").collect(Collectors.joining(", "));
  }

  private static String derivation(Derivation from) {
    return switch (from) {
      case Derivation.Has(String fact, String value) -> "`%s` holds %s".formatted(fact, value);
      case Derivation.ToLlm _ -> "the element at its end";
      case Derivation.FromLlm _ -> "the element at its start";
      case Derivation.CrossesZones _ ->
          "the zones of its ends; a zone nobody declared counts as crossed";
    };
  }

  private static String shown(Fact.Value value) {
    return switch (value) {
      case Fact.Value.Flag(boolean flag) -> Boolean.toString(flag);
      case Fact.Value.Count(long count) -> Long.toString(count);
      case Fact.Value.Word(String word) -> word;
      case Fact.Value.Words(List<String> words) -> String.join(", ", words);
    };
  }
}
