package dev.bulwark.govern.manifest;

import dev.bulwark.govern.facts.FactSpec;
import dev.bulwark.govern.facts.FactSpec.Nature;
import dev.bulwark.govern.facts.FactType;
import dev.bulwark.kernel.system.ElementKind;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.random.RandomGenerator;
import java.util.stream.Collectors;

/// Random sound manifests: every kind of element, random values, safety facts there or not.
final class Generated {
  private final RandomGenerator random;
  private final Map<ElementKind, List<String>> ids = new LinkedHashMap<>();

  Generated(RandomGenerator random) {
    this.random = random;
  }

  String manifest() {
    for (ElementKind kind : ElementKind.values()) {
      int least = kind == ElementKind.FLOW || kind == ElementKind.SYSTEM ? 0 : 1;
      List<String> names = new ArrayList<>();
      for (int i = 0; i < least + random.nextInt(3); i++) {
        names.add("e" + i + "-" + Integer.toString(random.nextInt(1000)));
      }
      ids.put(kind, names);
    }
    StringBuilder out =
        new StringBuilder(
            "bulwark: 1\nsystem:\n  id: generated\n  title: Generated\n  purpose: Test.\n");
    out.append("  profile: ").append(pick(ManifestReader.PROFILES)).append('\n');
    facts(ElementKind.SYSTEM, "  ", out);
    out.append("owners: {accountable: a, technical: b, security: c, risk: d}\nauthors: [b, e]\n");
    ids.forEach((kind, names) -> section(kind, names, out));
    return out.toString();
  }

  private void section(ElementKind kind, List<String> names, StringBuilder out) {
    if (kind == ElementKind.SYSTEM || names.isEmpty()) {
      return;
    }
    out.append(kind.section()).append(":\n");
    for (String name : names) {
      out.append("  - id: ").append(name).append('\n');
      if (random.nextBoolean()) {
        out.append("    title: \"Title: ").append(name).append("\"\n");
      }
      facts(kind, "    ", out);
    }
  }

  private void facts(ElementKind kind, String indent, StringBuilder out) {
    for (FactSpec spec : Sound.FACTS.of(kind).values()) {
      boolean stated =
          switch (spec.nature()) {
            case Nature.Mandatory _, Nature.MandatoryWhen _ -> true;
            case Nature.Safety _ -> random.nextInt(3) > 0;
            case Nature.Derived _ -> false;
          };
      if (stated) {
        out.append(indent).append(spec.name()).append(": ").append(value(spec.type())).append('\n');
      }
    }
  }

  private String value(FactType type) {
    return switch (type) {
      case FactType.Flag _ -> Boolean.toString(random.nextBoolean());
      case FactType.Count _ -> Long.toString(random.nextLong(1L << 53));
      case FactType.Word(List<String> values) -> pick(values);
      case FactType.Words(List<String> values) -> some(values);
      case FactType.Reference to -> {
        List<ElementKind> kinds = to.to().stream().sorted().toList();
        ElementKind kind = kinds.get(random.nextInt(kinds.size()));
        yield to.outside() && random.nextInt(4) == 0
            ? FactSpec.OUTSIDE
            : kind.word() + "/" + pick(ids.get(kind));
      }
      case FactType.References(var to) ->
          some(
              to.stream()
                  .sorted()
                  .flatMap(kind -> ids.get(kind).stream().map(id -> kind.word() + "/" + id))
                  .distinct()
                  .toList());
    };
  }

  private String some(List<String> values) {
    return values.stream()
        .filter(_ -> random.nextBoolean())
        .collect(Collectors.joining(", ", "[", "]"));
  }

  private String pick(List<String> values) {
    return values.get(random.nextInt(values.size()));
  }
}
