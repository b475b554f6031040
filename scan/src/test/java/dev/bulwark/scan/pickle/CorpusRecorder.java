package dev.bulwark.scan.pickle;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HexFormat;
import java.util.TreeMap;
import java.util.random.RandomGenerator;
import java.util.random.RandomGeneratorFactory;
import java.util.stream.Collectors;

/// Writes the recorded corpus anew: what CPython's unpickler asks for, for some hundreds of
/// generated programs. Run its main with the path of `corpus.tsv` on a machine with python3.
final class CorpusRecorder {
  private static final int CASES = 600;

  private CorpusRecorder() {}

  public static void main(String[] arguments) throws Exception {
    RandomGenerator random =
        RandomGeneratorFactory.<RandomGenerator>of("Xoshiro256PlusPlus").create(42);
    TreeMap<String, String> lines = new TreeMap<>();
    try (Oracle oracle = Oracle.start().orElseThrow()) {
      while (lines.size() < CASES) {
        byte[] program = PickleGenerator.next(random);
        oracle.send(program, true);
        oracle.flush();
        Oracle.Answer answer = oracle.receive();
        boolean dull = answer.names().isEmpty() && random.nextInt(4) > 0;
        if (!dull && !answer.isUnknown() && program.length < 400) {
          lines.put(HexFormat.of().formatHex(program), line(answer));
        }
      }
    }
    Files.writeString(
        Path.of(arguments[0]),
        lines.entrySet().stream()
            .map(entry -> entry.getKey() + "\t" + entry.getValue() + "\n")
            .collect(Collectors.joining()));
  }

  private static String line(Oracle.Answer answer) {
    String names =
        answer.names().stream()
            .map(name -> hex(name.module()) + ":" + hex(name.qualified()))
            .collect(Collectors.joining(","));
    return (answer.failure().isEmpty() ? "whole" : "broken") + "\t" + names;
  }

  private static String hex(String text) {
    return HexFormat.of().formatHex(text.getBytes(java.nio.charset.StandardCharsets.UTF_16BE));
  }
}
