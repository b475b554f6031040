package dev.bulwark.scan.graph;

import dev.bulwark.kernel.bytes.Bytes;
import dev.bulwark.kernel.bytes.Digest;
import dev.bulwark.kernel.check.Severity;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;

/// Which operators exist, and what each may do beside computing. Names are exact. Immutable.
///
/// The text form has one line per statement, fields separated by tabs, names by spaces; `#` starts
/// a comment:
///
/// ```
/// known   DOMAIN  names                   they only compute; "-" is the format's own domain
/// reach   DOMAIN  names  SEVERITY  kind  does   they reach out of the graph; "does" ends a sentence
/// ```
///
/// A name may be said to exist and to reach out; the latter stands. The domain `*` is any domain,
/// and the name `*` any name that is not listed in its domain.
public final class OperatorTable {
  static final String ANY = "*";

  private final Digest digest;
  private final Map<Operator, Standing> standings;

  private OperatorTable(Digest digest, Map<Operator, Standing> standings) {
    this.digest = digest;
    this.standings = Map.copyOf(standings);
  }

  /// The table in a resource beside a class.
  public static OperatorTable resource(Class<?> beside, String name) {
    try (InputStream in = beside.getResourceAsStream(name)) {
      if (in == null) {
        throw new IllegalStateException(name + " is missing from the build");
      }
      return parse(new String(in.readAllBytes(), StandardCharsets.UTF_8));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /// @throws IllegalArgumentException naming the first line that is not understood
  public static OperatorTable parse(String text) {
    Map<Operator, Standing> standings = new HashMap<>(4096);
    int number = 0;
    for (String line : text.split("\n", -1)) {
      number++;
      if (!line.isEmpty() && line.charAt(0) != '#') {
        try {
          read(line.split("\t", -1), standings);
        } catch (IllegalArgumentException | ArrayIndexOutOfBoundsException e) {
          throw new IllegalArgumentException(
              "line " + number + " of the operator table is not understood: " + line, e);
        }
      }
    }
    return new OperatorTable(Digest.of(Bytes.utf8(text)), standings);
  }

  private static void read(String[] fields, Map<Operator, Standing> standings) {
    String domain = fields[1].equals("-") ? "" : fields[1];
    Standing standing =
        switch (fields[0]) {
          case "known" -> Standing.Known.KNOWN;
          case "reach" -> new Standing.Reaching(Severity.valueOf(fields[3]), fields[4], fields[5]);
          default -> throw new IllegalArgumentException("expected known or reach");
        };
    for (String name : fields[2].split(" ", -1)) {
      Operator operator = new Operator(domain, name);
      if (standing instanceof Standing.Reaching) {
        standings.put(operator, standing);
      } else {
        standings.putIfAbsent(operator, standing);
      }
    }
  }

  /// This table with a user's operators on top, as {@link AddedOperators} describes them.
  ///
  /// @param format whose lines count: `onnx`, `tensorflow`, `tflite`, `paddle` or `mxnet`
  /// @param mayAllow whether the text may say of an operator that it only computes
  /// @throws IllegalArgumentException `LINE: …`, naming the first line that is refused
  public OperatorTable with(String text, String format, boolean mayAllow) {
    return new OperatorTable(
        Digest.of(Bytes.concat(Bytes.utf8(digest.toString()), Bytes.utf8(text))),
        AddedOperators.over(this, text, format, mayAllow));
  }

  Map<Operator, Standing> standings() {
    return standings;
  }

  /// The digest of the table's text: part of what an answer depends on.
  public Digest digest() {
    return digest;
  }

  public Standing standing(Operator operator) {
    Standing anywhere = standings.get(new Operator(ANY, operator.type()));
    if (anywhere != null) {
      return anywhere;
    }
    Standing listed = standings.get(operator);
    return listed != null
        ? listed
        : standings.getOrDefault(new Operator(operator.domain(), ANY), Standing.Unknown.UNKNOWN);
  }

  public int size() {
    return standings.size();
  }
}
