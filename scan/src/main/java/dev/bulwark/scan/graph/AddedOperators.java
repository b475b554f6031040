package dev.bulwark.scan.graph;

import dev.bulwark.kernel.check.Severity;
import dev.bulwark.scan.rules.PackLines;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/// Operators a user adds to a table, one line for each domain:
///
/// ```
/// deny TAB FORMAT TAB DOMAIN TAB name name … TAB SEVERITY TAB KIND TAB what it does
/// known TAB FORMAT TAB DOMAIN TAB name name …      they only compute
/// ```
///
/// FORMAT is onnx, tensorflow, tflite (operators of the model's own), paddle or mxnet; DOMAIN is
/// `-` for the format's own; SEVERITY is medium, high or critical; KIND is code, native or network.
/// To deny, the name may be `*`: all of the domain. Otherwise names are exact, and stand once.
final class AddedOperators {
  private static final List<Severity> SEVERITIES =
      List.of(Severity.MEDIUM, Severity.HIGH, Severity.CRITICAL);
  private static final List<String> FORMATS =
      List.of("onnx", "tensorflow", "tflite", "paddle", "mxnet");

  /// The kinds that every format has a rule for.
  private static final List<String> KINDS = List.of("code", "native", "network");

  private final OperatorTable shipped;
  private final String format;
  private final boolean mayAllow;
  private final Map<Operator, Standing> all;
  private final Map<String, Standing.Reaching> domains = new HashMap<>();
  private final Set<String> seen = new HashSet<>();

  private AddedOperators(OperatorTable shipped, String format, boolean mayAllow) {
    this.shipped = shipped;
    this.format = format;
    this.mayAllow = mayAllow;
    this.all = new HashMap<>(shipped.standings());
  }

  /// The standings of a table with a user's on top. Every line is judged, those of other formats as
  /// well. What the table says reaches out of the graph is not changed by any line.
  static Map<Operator, Standing> over(
      OperatorTable shipped, String text, String format, boolean mayAllow) {
    AddedOperators added = new AddedOperators(shipped, format, mayAllow);
    PackLines.each(text, added::line);
    added.domains.forEach(added::denyRest);
    return added.all;
  }

  private void line(List<String> fields) {
    boolean deny = fields.getFirst().equals("deny");
    if (!deny && !fields.getFirst().equals("known")) {
      throw new IllegalArgumentException(
          "expected deny or known, found \"" + fields.getFirst() + "\"");
    }
    PackLines.require(
        fields,
        deny ? 7 : 4,
        deny
            ? "deny, FORMAT, DOMAIN, names, SEVERITY, KIND, what it does"
            : "known, FORMAT, DOMAIN, names");
    one("a format", fields.get(1), FORMATS);
    Standing standing = deny ? denied(fields) : known();
    String domain = fields.get(2).equals("-") ? "" : fields.get(2);
    if (domain.contains(" ") || domain.equals(OperatorTable.ANY)) {
      throw new IllegalArgumentException("expected one domain, found \"" + domain + "\"");
    }
    for (String name : PackLines.names(fields.get(3))) {
      if (!seen.add(fields.get(1) + "\0" + domain + "\0" + name)) {
        throw new IllegalArgumentException("expected each name once, found \"" + name + "\" again");
      }
      if (fields.get(1).equals(format)) {
        add(new Operator(domain, name), standing);
      }
    }
  }

  private static Standing denied(List<String> fields) {
    return new Standing.Reaching(
        PackLines.word(fields.get(4), SEVERITIES),
        one("a kind", fields.get(5), KINDS),
        PackLines.told(fields.get(6)));
  }

  private Standing known() {
    if (!mayAllow) {
      throw new IllegalArgumentException(PackLines.ALLOWS_NAMES);
    }
    return Standing.Known.KNOWN;
  }

  private static String one(String what, String word, List<String> known) {
    if (!known.contains(word)) {
      throw new IllegalArgumentException(
          "expected %s of %s, found \"%s\"".formatted(what, known, word));
    }
    return word;
  }

  private void add(Operator operator, Standing standing) {
    boolean wide = operator.type().equals(OperatorTable.ANY);
    boolean reaches = shipped.standing(operator) instanceof Standing.Reaching;
    switch (standing) {
      case Standing.Known known -> {
        if (wide || reaches) {
          throw new IllegalArgumentException(
              "expected an exact name that is not on the deny list, found \"%s\" of \"%s\""
                  .formatted(operator.type(), operator.domain()));
        }
        all.put(operator, known);
      }
      case Standing.Reaching reaching -> {
        if (wide) {
          domains.put(operator.domain(), reaching);
        }
        if (!reaches) {
          all.put(operator, reaching);
        }
      }
      case Standing.Unknown _ -> {}
    }
  }

  /// A whole domain is denied, whatever is known of it.
  private void denyRest(String domain, Standing.Reaching reaching) {
    all.replaceAll(
        (operator, standing) ->
            operator.domain().equals(domain) && standing == Standing.Known.KNOWN
                ? reaching
                : standing);
  }
}
