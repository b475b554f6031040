package dev.bulwark.scan.yaml;

import static dev.bulwark.kernel.check.Severity.HIGH;
import static dev.bulwark.kernel.check.Severity.NOTE;

import dev.bulwark.scan.json.JsonTree;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/// Finds calls of OmegaConf's resolvers: `${oc.env:HOME}`, `${eval:'1 + 1'}`.
final class ResolverSights {
  /// A colon that `-`, `?`, `+` or `=` follows is a shell's or Compose's.
  private static final Pattern RESOLVER =
      Pattern.compile("\\$\\{\\s*([A-Za-z_][\\w.]*):(?![-?+=])([^}]{0,300})");

  private static final Pattern POWER =
      Pattern.compile(
          "__\\w+__|\\b(?:eval|exec|open|compile|system|popen|getattr)\\s*\\("
              + "|\\b(?:os|subprocess|shutil|socket|builtins|importlib|pickle)\\s*\\.");
  private static final Set<String> HYDRA = Set.of("_target_", "_self_", "hydra", "_partial_");
  private static final int LONGEST = 100_000;

  private ResolverSights() {}

  static Stream<Sight> in(YamlView view) {
    boolean hydra =
        view.json()
            .walk()
            .anyMatch(
                named ->
                    HYDRA.contains(named.name())
                        || (named.value() instanceof JsonTree.Text(long _, String text)
                            && (text.equals("_self_") || text.startsWith("${oc."))));
    return hydra ? view.json().walk().flatMap(ResolverSights::of) : evaluated(view);
  }

  /// What an evaluating resolver is given counts in any file.
  private static Stream<Sight> evaluated(YamlView view) {
    return view.json().walk().flatMap(ResolverSights::of).filter(sight -> sight.severity().fails());
  }

  private static Stream<Sight> of(JsonTree.Named named) {
    if (!(named.value() instanceof JsonTree.Text(long at, String text))
        || text.length() > LONGEST
        || !text.contains("${")) {
      return Stream.empty();
    }
    Matcher resolver = RESOLVER.matcher(text);
    Stream.Builder<Sight> seen = Stream.builder();
    while (resolver.find()) {
      boolean power = POWER.matcher(resolver.group(2)).find();
      String name = resolver.group(1);
      seen.add(
          power
              ? new Sight(
                  HIGH,
                  at,
                  "The resolver %s is given an expression that reaches the system."
                      .formatted(Sight.quoted(name)))
              : new Sight(
                  NOTE,
                  at,
                  name.startsWith("oc.env")
                      ? "The value comes from the environment of whoever loads it."
                      : "The value comes from the resolver %s.".formatted(Sight.quoted(name))));
    }
    return seen.build();
  }
}
