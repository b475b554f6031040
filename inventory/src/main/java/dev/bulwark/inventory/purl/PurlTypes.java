package dev.bulwark.inventory.purl;

import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// What each type asks of its components, after the type definitions of the specification. An
/// unknown type asks nothing.
final class PurlTypes {
  private static final Set<String> LOWER_NAMESPACE =
      Set.of(
          "alpm",
          "apk",
          "bitbucket",
          "composer",
          "deb",
          "github",
          "gitlab",
          "golang",
          "hex",
          "npm",
          "qpkg",
          "rpm",
          "vscode-extension");
  private static final Set<String> LOWER_NAME =
      Set.of(
          "alpm",
          "apk",
          "bitbucket",
          "bitnami",
          "composer",
          "deb",
          "github",
          "gitlab",
          "golang",
          "hex",
          "luarocks",
          "npm",
          "oci",
          "otp",
          "pub",
          "pypi",
          "vscode-extension");
  private static final Set<String> NEEDS_NAMESPACE =
      Set.of(
          "alpm",
          "apk",
          "bitbucket",
          "composer",
          "deb",
          "github",
          "maven",
          "swift",
          "vscode-extension");
  private static final Set<String> WITHOUT_NAMESPACE =
      Set.of(
          "bitnami",
          "cargo",
          "cocoapods",
          "conda",
          "cran",
          "gem",
          "hackage",
          "julia",
          "mlflow",
          "nuget",
          "oci",
          "opam",
          "otp",
          "pub",
          "pypi");
  private static final Pattern COMMIT = Pattern.compile("[0-9a-fA-F]{40}");
  private static final Pattern PYPI_RUNS = Pattern.compile("[-_.]+");

  private PurlTypes() {}

  static PackageUrl.Parts normal(PackageUrl.Parts parts) {
    return new PackageUrl.Parts(
        parts.type(),
        lowerIf(LOWER_NAMESPACE.contains(parts.type()), parts.namespace()),
        name(parts),
        lowerIf(commit(parts), parts.version()),
        parts.qualifiers(),
        parts.subpath());
  }

  private static String name(PackageUrl.Parts parts) {
    String name = parts.name();
    if (LOWER_NAME.contains(parts.type()) || databricks(parts)) {
      name = name.toLowerCase(Locale.ROOT);
    }
    return parts.type().equals("pypi") ? PYPI_RUNS.matcher(name).replaceAll("-") : name;
  }

  /// Databricks' model names know no case, Azure ML's do.
  private static boolean databricks(PackageUrl.Parts parts) {
    return parts.type().equals("mlflow")
        && parts.qualifiers().getOrDefault("repository_url", "").contains("databricks");
  }

  private static boolean commit(PackageUrl.Parts parts) {
    return parts.type().equals("huggingface")
        && parts.version() != null
        && COMMIT.matcher(parts.version()).matches();
  }

  private static @Nullable String lowerIf(boolean lower, @Nullable String text) {
    return lower && text != null ? text.toLowerCase(Locale.ROOT) : text;
  }

  /// Why these parts cannot be a package of their type.
  static Optional<String> problem(PackageUrl.Parts parts) {
    String type = parts.type();
    if (parts.namespace() == null && NEEDS_NAMESPACE.contains(type)) {
      return Optional.of("expected a namespace, which " + type + " needs, found none");
    }
    if (parts.namespace() != null && WITHOUT_NAMESPACE.contains(type)) {
      return Optional.of("expected no namespace, which " + type + " does not have, found one");
    }
    return switch (type) {
      case "conan" -> conan(parts);
      case "cpan" -> cpan(parts);
      case "julia" -> needs(parts, "uuid");
      case "swid" -> needs(parts, "tag_id");
      default -> Optional.empty();
    };
  }

  private static Optional<String> needs(PackageUrl.Parts parts, String qualifier) {
    return parts.qualifiers().containsKey(qualifier)
        ? Optional.empty()
        : Optional.of("expected the qualifier " + qualifier + ", found none");
  }

  private static Optional<String> conan(PackageUrl.Parts parts) {
    boolean channel = parts.qualifiers().containsKey("channel");
    if (parts.namespace() == null && channel) {
      return Optional.of("expected a namespace beside the channel, found none");
    }
    return parts.namespace() != null && parts.qualifiers().isEmpty()
        ? Optional.of("expected a qualifier beside the namespace, such as channel, found none")
        : Optional.empty();
  }

  private static Optional<String> cpan(PackageUrl.Parts parts) {
    boolean module = parts.name().contains("::");
    if (parts.namespace() != null && module) {
      return Optional.of("expected a distribution after its author, found a module name");
    }
    return parts.namespace() == null && parts.name().contains("-")
        ? Optional.of("expected a module, found a distribution without its author")
        : Optional.empty();
  }
}
