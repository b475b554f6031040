package dev.bulwark.scan.yaml;

import static dev.bulwark.kernel.check.Severity.HIGH;
import static dev.bulwark.kernel.check.Severity.MEDIUM;
import static dev.bulwark.kernel.check.Severity.NOTE;

import dev.bulwark.kernel.check.Severity;
import dev.bulwark.scan.json.JsonTree;
import java.net.URI;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/// Finds where an environment file of conda, or MLflow's `python_env.yaml`, takes packages from.
final class EnvironmentSights {
  private static final Set<String> KEYS =
      Set.of("dependencies", "build_dependencies", "pip", "channels");
  private static final Set<String> KNOWN_HOSTS =
      Set.of(
          "pypi.org",
          "files.pythonhosted.org",
          "download.pytorch.org",
          "pypi.nvidia.com",
          "data.pyg.org",
          "storage.googleapis.com",
          "conda.anaconda.org",
          "repo.anaconda.com",
          "repo.prefix.dev");
  private static final Pattern OPTION =
      Pattern.compile(
          "(?:--index-url|--extra-index-url|--find-links|-i|-f)(?:\\s+|=)(\\S+)",
          Pattern.CASE_INSENSITIVE);
  private static final Pattern ADDRESS =
      Pattern.compile("(?:^|[@\\s=])((?:git|hg|svn|bzr)?\\+?[a-z+]*:/{0,3}\\S+)");
  private static final Pattern COMMIT = Pattern.compile("@[0-9a-f]{40}(?:[#?].*)?$");

  private EnvironmentSights() {}

  static Stream<Sight> in(YamlView view) {
    return isEnvironment(view)
        ? view.json().walk().flatMap(named -> texts(named)).flatMap(text -> of(text).stream())
        : Stream.empty();
  }

  /// Lists of texts under the keys of environments, or anything that begins like an option of pip:
  /// an alias may have moved it.
  private static Stream<JsonTree.Text> texts(JsonTree.Named named) {
    return named.value() instanceof JsonTree.Text text
            && (KEYS.contains(named.name()) || text.value().startsWith("-"))
        ? Stream.of(text)
        : Stream.empty();
  }

  private static boolean isEnvironment(YamlView view) {
    JsonTree.Obj root = view.root();
    return root.all("dependencies").stream().anyMatch(JsonTree.Arr.class::isInstance)
        && (root.has("channels")
            || root.has("name")
            || root.has("build_dependencies")
            || root.has("python")
            || named(view.fileName().toLowerCase(Locale.ROOT)));
  }

  private static boolean named(String file) {
    return file.contains("conda") || file.contains("environment") || file.contains("python_env");
  }

  private static Optional<Sight> of(JsonTree.Text text) {
    String line = text.value().strip();
    if (line.length() > 2_000) {
      return Optional.of(new Sight(MEDIUM, text.at(), "A requirement is longer than any is."));
    }
    Matcher option = OPTION.matcher(line);
    if (option.find()) {
      return Optional.of(
          new Sight(
              index(option.group(1)),
              text.at(),
              "pip is told to look for packages at %s.".formatted(Sight.quoted(option.group(1)))));
    }
    Matcher address = ADDRESS.matcher(line);
    return address.find() ? fetched(text.at(), address.group(1)) : Optional.empty();
  }

  private static Severity index(String address) {
    return host(address).filter(KNOWN_HOSTS::contains).isPresent() && isClosed(address)
        ? NOTE
        : isOpen(address) ? HIGH : MEDIUM;
  }

  private static Optional<Sight> fetched(long at, String address) {
    String lower = address.toLowerCase(Locale.ROOT);
    if (lower.startsWith("file:")) {
      String path = address.substring("file:".length()).replaceFirst("^/+", "/");
      return Optional.of(
          new Sight(
              MlflowSights.leaves(path) ? HIGH : NOTE,
              at,
              "A package is taken from the file %s.".formatted(Sight.quoted(address))));
    }
    if (!lower.contains("://")) {
      return Optional.empty(); // conda-forge::numpy, python=3.10:…
    }
    boolean pinned = COMMIT.matcher(lower).find() || lower.contains("#sha256=");
    boolean known = host(address).filter(KNOWN_HOSTS::contains).isPresent();
    Severity severity = isOpen(lower) ? HIGH : pinned || known ? NOTE : MEDIUM;
    return Optional.of(
        new Sight(
            severity,
            at,
            "A package is taken from %s%s."
                .formatted(
                    Sight.quoted(address), pinned || known ? "" : ", whatever is there then")));
  }

  private static boolean isClosed(String address) {
    return address.toLowerCase(Locale.ROOT).startsWith("https://");
  }

  private static boolean isOpen(String address) {
    String lower = address.toLowerCase(Locale.ROOT);
    return List.of("http://", "git+http://", "git://", "git+git://", "ftp://").stream()
        .anyMatch(lower::startsWith);
  }

  private static Optional<String> host(String address) {
    try {
      return Optional.ofNullable(URI.create(address).getHost());
    } catch (IllegalArgumentException e) {
      return Optional.empty(); // no address, so none that is known
    }
  }
}
