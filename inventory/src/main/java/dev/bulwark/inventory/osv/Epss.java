package dev.bulwark.inventory.osv;

import dev.bulwark.kernel.bytes.Bytes;
import dev.bulwark.kernel.check.Budget;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.util.Collections;
import java.util.HashMap;
import java.util.Map;
import java.util.zip.GZIPInputStream;

/// FIRST's exploit prediction scores, from the published CSV, gzipped or not.
///
/// @param model the comment of its first line, perhaps empty
/// @param scores by CVE id
public record Epss(String model, Map<String, Score> scores) {
  public static final Epss NONE = new Epss("", Map.of());
  private static final int LONGEST_LINE = 1000;

  /// @param probability of exploitation within 30 days, 0 to 1
  /// @param percentile among all scored, 0 to 1
  public record Score(double probability, double percentile) {}

  public Epss {
    scores = Collections.unmodifiableMap(scores);
  }

  /// What became of a file.
  public sealed interface Result {
    record Read(Epss epss) implements Result {}

    record Malformed(int line, String problem) implements Result {}
  }

  /// @throws Budget.OverLimit when a bound is hit
  public static Result read(Bytes bytes, Budget budget) {
    boolean zipped =
        bytes.size() > 2 && (bytes.at(0) & 0xff) == 0x1f && (bytes.at(1) & 0xff) == 0x8b;
    try (InputStream in = zipped ? new GZIPInputStream(bytes.stream()) : bytes.stream();
        BufferedReader lines =
            new BufferedReader(new InputStreamReader(in, StandardCharsets.US_ASCII))) {
      return read(lines, budget);
    } catch (IOException e) {
      return new Result.Malformed(1, "expected a CSV, perhaps gzipped, found other bytes");
    }
  }

  private static Result read(BufferedReader lines, Budget budget) throws IOException {
    Map<String, Score> scores = new HashMap<>();
    String model = "";
    boolean header = false;
    int number = 0;
    StringBuilder line = new StringBuilder();
    while (next(lines, line, budget)) {
      number++;
      String text = line.toString().strip();
      if (text.startsWith("#")) {
        model = text.substring(1);
      } else if (!header) {
        if (!text.equals("cve,epss,percentile")) {
          return new Result.Malformed(number, "expected cve,epss,percentile, found another header");
        }
        header = true;
      } else if (!text.isEmpty() && !add(text, scores)) {
        return new Result.Malformed(number, "expected a CVE id and two numbers from 0 to 1");
      }
    }
    return header
        ? new Result.Read(new Epss(model, scores))
        : new Result.Malformed(1, "expected cve,epss,percentile, found no header");
  }

  private static boolean next(BufferedReader in, StringBuilder line, Budget budget)
      throws IOException {
    line.setLength(0);
    int c = in.read();
    if (c < 0) {
      return false;
    }
    budget.entry();
    for (; c >= 0 && c != '\n'; c = in.read()) {
      if (line.length() > LONGEST_LINE) {
        throw new IOException("a line without end");
      }
      line.append((char) c);
    }
    budget.bytes(line.length() + 1L);
    return true;
  }

  private static boolean add(String line, Map<String, Score> scores) {
    String[] fields = line.split(",", -1);
    try {
      double probability = Double.parseDouble(fields[1]);
      double percentile = Double.parseDouble(fields[2]);
      boolean sound =
          fields.length == 3
              && fields[0].startsWith("CVE-")
              && probability >= 0
              && probability <= 1
              && percentile >= 0
              && percentile <= 1;
      return sound && scores.putIfAbsent(fields[0], new Score(probability, percentile)) == null;
    } catch (NumberFormatException | ArrayIndexOutOfBoundsException e) {
      return false;
    }
  }
}
