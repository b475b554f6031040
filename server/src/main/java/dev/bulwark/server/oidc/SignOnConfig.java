package dev.bulwark.server.oidc;

import dev.bulwark.evidence.fault.EvidenceFault;
import dev.bulwark.evidence.json.JsonReader;
import dev.bulwark.evidence.json.Members;
import dev.bulwark.kernel.bytes.ByteSize;
import dev.bulwark.kernel.bytes.Bytes;
import dev.bulwark.kernel.json.Json;
import dev.bulwark.server.ServerFault;
import dev.bulwark.server.access.Role;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;
import java.util.stream.Collectors;

/// How people sign in elsewhere, as the file `single-sign-on.json` in the server's folder says.
///
/// @param issuer without a slash at its end; https, or http on this machine
/// @param clientSecret a reference, `env:NAME` or `file:/path`
/// @param nameClaim what an account is named by, the first time
/// @param makesAccounts whether somebody new gets an account by signing in
public record SignOnConfig(
    String issuer,
    String clientId,
    String clientSecret,
    String nameClaim,
    String groupsClaim,
    boolean makesAccounts,
    List<Mapping> roles) {
  public static final String FILE = "single-sign-on.json";
  private static final Set<String> LOOPBACK = Set.of("localhost", "127.0.0.1", "[::1]");
  private static final JsonReader.Bounds BOUNDS = new JsonReader.Bounds(ByteSize.ofKib(64), 8);

  public SignOnConfig {
    roles = List.copyOf(roles);
  }

  /// A role that a group brings.
  ///
  /// @param system id or `*`
  public record Mapping(String group, String system, Role role) {}

  /// @return empty when there is no such file
  /// @throws ServerFault `server-unavailable` with every problem at once
  public static Optional<SignOnConfig> read(Path home) {
    Path file = home.resolve(FILE);
    if (!Files.exists(file)) {
      return Optional.empty();
    }
    try {
      return Optional.of(parse(Bytes.of(Files.readAllBytes(file))));
    } catch (IOException e) {
      throw new ServerFault(
          ServerFault.UNAVAILABLE,
          "expected to read %s, found that it cannot be".formatted(FILE),
          e);
    }
  }

  static SignOnConfig parse(Bytes text) {
    List<String> problems = new ArrayList<>();
    Members file;
    try {
      file = Members.of(EvidenceFault.JSON_MALFORMED, JsonReader.readObject(text, BOUNDS));
    } catch (EvidenceFault e) {
      throw unusable(List.of(String.valueOf(e.getMessage())), e);
    }
    collect(
        problems,
        "",
        () -> {
          file.only(
              "issuer",
              "clientId",
              "clientSecret",
              "nameClaim",
              "groupsClaim",
              "makesAccounts",
              "roles");
          return "";
        });
    SignOnConfig config =
        new SignOnConfig(
            collect(problems, "", () -> issuer(file)),
            collect(problems, "", () -> file.word("clientId")),
            collect(problems, "", () -> reference(file)),
            collect(
                problems, "", () -> file.textIfPresent("nameClaim").orElse("preferred_username")),
            collect(problems, "", () -> file.textIfPresent("groupsClaim").orElse("groups")),
            collect(problems, false, () -> makesAccounts(file)),
            collect(problems, List.<Mapping>of(), () -> mappings(file)));
    if (!problems.isEmpty()) {
      throw unusable(problems, null);
    }
    return config;
  }

  private static <T> T collect(List<String> problems, T otherwise, Supplier<T> part) {
    try {
      return part.get();
    } catch (EvidenceFault e) {
      problems.add(String.valueOf(e.getMessage()));
      return otherwise;
    }
  }

  private static ServerFault unusable(
      List<String> problems, @org.jspecify.annotations.Nullable Throwable cause) {
    return new ServerFault(
        ServerFault.UNAVAILABLE, FILE + ": " + String.join("; ", problems), cause);
  }

  private static String issuer(Members file) {
    String issuer = file.word("issuer");
    URI address;
    try {
      address = URI.create(issuer);
    } catch (IllegalArgumentException e) {
      throw file.wrong("issuer", "an https address");
    }
    boolean near = "http".equals(address.getScheme()) && LOOPBACK.contains(address.getHost());
    boolean safe = near || "https".equals(address.getScheme());
    if (!safe
        || address.getHost() == null
        || address.getRawQuery() != null
        || address.getRawFragment() != null
        || issuer.endsWith("/")) {
      throw file.wrong("issuer", "an https address without a slash, query or fragment at its end");
    }
    return issuer;
  }

  private static String reference(Members file) {
    String reference = file.word("clientSecret");
    if (!reference.startsWith("env:") && !reference.startsWith("file:/")) {
      throw file.wrong("clientSecret", "a reference, env:NAME or file:/path, never the secret");
    }
    return reference;
  }

  private static boolean makesAccounts(Members file) {
    if (!file.has("makesAccounts")) {
      return false;
    }
    if (file.value("makesAccounts") instanceof Json.Bool(boolean value)) {
      return value;
    }
    throw file.wrong("makesAccounts", "true or false");
  }

  private static List<Mapping> mappings(Members file) {
    if (!file.has("roles")) {
      return List.of();
    }
    List<Mapping> mappings = new ArrayList<>();
    for (Members each : file.objects("roles")) {
      each.only("group", "system", "role");
      mappings.add(
          new Mapping(
              each.word("group"),
              each.word("system"),
              Role.of(each.text("role"))
                  .orElseThrow(() -> each.wrong("role", "one of the roles"))));
    }
    return mappings;
  }

  /// The secret itself, read each time it is needed.
  ///
  /// @throws ServerFault `single-sign-on-away` when it is not there
  String secret() {
    String found;
    if (clientSecret.startsWith("env:")) {
      found = System.getenv(clientSecret.substring("env:".length()));
    } else {
      try {
        found = Files.readString(Path.of(clientSecret.substring("file:".length()))).strip();
      } catch (IOException e) {
        throw absent(e);
      }
    }
    if (found == null || found.isEmpty()) {
      throw absent(null);
    }
    return found;
  }

  private static ServerFault absent(@org.jspecify.annotations.Nullable Throwable cause) {
    return new ServerFault(
        ServerFault.SIGN_ON_AWAY,
        "expected the client secret where single-sign-on.json says, found none; whoever runs the server can put it there",
        cause);
  }

  /// The roles these groups bring, by system.
  Set<Mapping> of(List<String> groups) {
    return roles.stream()
        .filter(each -> groups.contains(each.group()))
        .collect(Collectors.toUnmodifiableSet());
  }
}
