package dev.bulwark.evidence.json;

import dev.bulwark.evidence.fault.EvidenceFault;
import dev.bulwark.kernel.bytes.Bytes;
import dev.bulwark.kernel.bytes.Digest;
import dev.bulwark.kernel.fault.ProblemType;
import dev.bulwark.kernel.json.Json;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/// Takes a JSON object apart by a fixed shape: a member that is absent or of another kind is a
/// fault of the given type that names the member's path (`$.subject[0].digest`) and what was
/// expected there, and quotes nothing.
public final class Members {
  private static final String DIGEST = "sha256: and 64 lower-case hexadecimal digits";

  private final ProblemType problem;
  private final String path;
  private final Json.Obj object;

  private Members(ProblemType problem, String path, Json.Obj object) {
    this.problem = problem;
    this.path = path;
    this.object = object;
  }

  /// @param problem the type of every fault from here on
  public static Members of(ProblemType problem, Json value) {
    return new Members(problem, "$", asObject(problem, "$", value));
  }

  public Json.Obj object() {
    return object;
  }

  public boolean has(String name) {
    return object.find(name).isPresent();
  }

  public Json value(String name) {
    return object.find(name).orElseThrow(() -> wrong(name, "a value"));
  }

  public String text(String name) {
    return object.text(name).orElseThrow(() -> wrong(name, "a text"));
  }

  /// The text, or empty when the member is absent; another kind of value is a fault.
  public Optional<String> textIfPresent(String name) {
    return has(name) ? Optional.of(text(name)) : Optional.empty();
  }

  /// A text with something in it.
  public String word(String name) {
    String text = text(name);
    if (text.isBlank()) {
      throw wrong(name, "a text that is not blank");
    }
    return text;
  }

  public long integer(String name) {
    return object
        .find(name)
        .flatMap(
            value ->
                value instanceof Json.Int integer ? Optional.of(integer.value()) : Optional.empty())
        .orElseThrow(() -> wrong(name, "an integer"));
  }

  public Members object(String name) {
    return new Members(
        problem,
        path + "." + name,
        object.object(name).orElseThrow(() -> wrong(name, "an object")));
  }

  /// The items of an array of objects.
  public List<Members> objects(String name) {
    List<Members> objects = new ArrayList<>();
    for (Json item : array(name).items()) {
      String itemPath = path + "." + name + "[" + objects.size() + "]";
      objects.add(new Members(problem, itemPath, asObject(problem, itemPath, item)));
    }
    return objects;
  }

  public Json.Arr array(String name) {
    return object
        .find(name)
        .flatMap(value -> value instanceof Json.Arr array ? Optional.of(array) : Optional.empty())
        .orElseThrow(() -> wrong(name, "an array"));
  }

  /// Base64 text, see {@link Base64Text}.
  public Bytes base64(String name) {
    return Base64Text.parse(text(name)).orElseThrow(() -> wrong(name, "base64"));
  }

  /// A time exactly as {@link Rfc3339#render} writes it.
  public Instant renderedTime(String name) {
    return Rfc3339.parseRendered(text(name))
        .orElseThrow(() -> wrong(name, "an RFC 3339 time in UTC with six digits of a second"));
  }

  /// An RFC 3339 time.
  public Instant time(String name) {
    return Rfc3339.parse(text(name)).orElseThrow(() -> wrong(name, "an RFC 3339 time"));
  }

  /// `sha256:` and 64 lower-case hexadecimal digits.
  public Digest digest(String name) {
    return digest(value(name)).orElseThrow(() -> wrong(name, DIGEST));
  }

  /// An array of digests.
  public List<Digest> digests(String name) {
    return array(name).items().stream()
        .map(item -> digest(item).orElseThrow(() -> wrong(name, "only items of " + DIGEST)))
        .toList();
  }

  private static Optional<Digest> digest(Json value) {
    return value instanceof Json.Text(String text) && text.startsWith("sha256:")
        ? sha256(text.substring("sha256:".length()))
        : Optional.empty();
  }

  /// 64 lower-case hexadecimal digits as in-toto writes a digest.
  public static Optional<Digest> sha256(String hex) {
    boolean isHex = hex.length() == 2 * Digest.SIZE;
    for (int i = 0; isHex && i < hex.length(); i++) {
      char c = hex.charAt(i);
      isHex = (c >= '0' && c <= '9') || (c >= 'a' && c <= 'f');
    }
    return isHex ? Optional.of(Digest.ofHex(hex)) : Optional.empty();
  }

  /// Refuses members of other names.
  public void only(String... names) {
    Set<String> known = Set.of(names);
    for (String name : object.members().keySet()) {
      if (!known.contains(name)) {
        throw new EvidenceFault(
            problem,
            "expected only the members %s at %s, found another"
                .formatted(String.join(", ", names), path));
      }
    }
  }

  /// A fault that says what was expected of the member.
  public EvidenceFault wrong(String name, String expected) {
    return new EvidenceFault(
        problem,
        "expected %s at %s.%s, found %s"
            .formatted(expected, path, name, object.find(name).map(Members::kind).orElse("none")));
  }

  private static Json.Obj asObject(ProblemType problem, String path, Json value) {
    if (value instanceof Json.Obj object) {
      return object;
    }
    throw new EvidenceFault(
        problem, "expected an object at %s, found %s".formatted(path, kind(value)));
  }

  private static String kind(Json value) {
    return switch (value) {
      case Json.Null _ -> "null";
      case Json.Bool _ -> "true or false";
      case Json.Int _, Json.Real _ -> "a number";
      case Json.Text _ -> "a text";
      case Json.Arr _ -> "an array";
      case Json.Obj _ -> "an object";
    };
  }
}
