package dev.bulwark.evidence;

import static dev.bulwark.evidence.EvidenceFixture.statement;
import static dev.bulwark.evidence.LogInMemory.JUDGE;

import dev.bulwark.evidence.dsse.Envelope;
import dev.bulwark.evidence.tlog.Ledger;
import dev.bulwark.kernel.bytes.Bytes;
import dev.bulwark.kernel.json.Json;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.LongSupplier;
import java.util.stream.Stream;

/// Prints what evidence costs, as ratios to limits measured in the same run. Run its `main` with
/// the test class path; it starts further Java processes for what a cold start costs.
public final class EvidenceBench {
  private static final int ITEMS = 200;
  private static final int BATCH = 10;
  private static final int COLD_RUNS = 7;
  private static final String EMPTY = "empty";
  private static final String READ = "read";

  private EvidenceBench() {}

  /// @param args none, or what a child process does: `empty`, `read FOLDER`
  public static void main(String[] args) throws Exception {
    if (args.length == 0) {
      coldStart();
      warm();
    } else if (args[0].equals(READ)) {
      read(Path.of(args[1]));
    }
  }

  private static void coldStart() throws Exception {
    LogInMemory memory = LogInMemory.begun();
    memory.run(
        log -> {
          for (int i = 0; i < ITEMS / BATCH; i++) {
            log.recordAll(statements(i), JUDGE);
          }
        });
    Path folder = Files.createTempDirectory("bench");
    long empty = median(() -> child(EMPTY));
    save(memory.stores, folder);
    long remembered = median(() -> child(READ, folder.toString()));
    Files.delete(folder.resolve("cell/" + SignatureMemory.CELL));
    long verified = median(() -> child(READ, folder.toString()));
    print("cold process that does nothing", empty, empty);
    print("cold, reads %d, signatures remembered".formatted(ITEMS), remembered, empty);
    print("cold, reads %d, every signature verified".formatted(ITEMS), verified, empty);
    print("  remembered, without the process itself", remembered - empty, empty);
    print("  verified, without the process itself", verified - empty, empty);
  }

  private static List<Statement> statements(int batch) {
    List<Statement> statements = new ArrayList<>();
    for (int i = 0; i < BATCH; i++) {
      List<String> rules = new ArrayList<>();
      for (int rule = 0; rule < 65; rule++) {
        rules.add("threat-" + rule);
      }
      Json.Obj predicate =
          Json.object().put("result", "PASSED").put("passedTests", Json.texts(rules)).build();
      statements.add(statement(PredicateType.TEST_RESULT, "model " + batch + "/" + i, predicate));
    }
    return statements;
  }

  private static void save(StoresInMemory stores, Path folder) throws IOException {
    for (var file : stores.files().entrySet()) {
      Path path = folder.resolve(file.getKey());
      Files.createDirectories(path.getParent());
      Files.write(path, file.getValue().toArray());
    }
    EvidenceBenchKeys.save(folder);
  }

  private static void read(Path folder) throws IOException {
    StoresInMemory stores = new StoresInMemory();
    try (Stream<Path> files = Files.walk(folder)) {
      for (Path file : files.filter(Files::isRegularFile).toList()) {
        stores.files().put(folder.relativize(file).toString(), Bytes.of(Files.readAllBytes(file)));
      }
    }
    int read = EvidenceBenchKeys.read(folder, stores).evidence().size();
    if (read != ITEMS + 4) {
      throw new IllegalStateException("expected " + (ITEMS + 4) + ", read " + read);
    }
  }

  private static long child(String... args) {
    List<String> command =
        new ArrayList<>(
            List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:+UseSerialGC",
                "-XX:TieredStopAtLevel=" + System.getProperty("bench.tier", "4"),
                "-cp",
                System.getProperty("java.class.path"),
                EvidenceBench.class.getName()));
    command.addAll(List.of(args));
    long start = System.nanoTime();
    try {
      int code = new ProcessBuilder(command).inheritIO().start().waitFor();
      if (code != 0) {
        throw new IllegalStateException("a child ended with " + code);
      }
    } catch (IOException | InterruptedException e) {
      throw new IllegalStateException(e);
    }
    return System.nanoTime() - start;
  }

  private static void warm() {
    LogInMemory memory = LogInMemory.begun();
    Envelope envelope = Envelope.parse(EvidenceFixture.sign(statements(0).getFirst(), JUDGE));
    long verify =
        median(
            () -> {
              long start = System.nanoTime();
              for (int i = 0; i < 100; i++) {
                if (!JUDGE.verifyingKey().verify(envelope).both()) {
                  throw new IllegalStateException("does not hold");
                }
              }
              return (System.nanoTime() - start) / 100;
            });
    print("warm, both signatures of one envelope", verify, verify);
    try (Ledger ledger = memory.ledger();
        EvidenceLog log = memory.open(ledger)) {
      long record =
          median(
              () -> {
                long start = System.nanoTime();
                log.recordAll(statements(0), JUDGE);
                return (System.nanoTime() - start) / BATCH;
              });
      print("warm, one statement signed, sealed, logged, verified", record, verify);
    }
    Instant at = Instant.parse("2026-03-01T12:00:00Z");
    EvidenceFixture fixture = EvidenceFixture.begin(at);
    Statement one = statements(0).getFirst();
    fixture.judge(one, at);
    long fixtures =
        median(
            () -> {
              long start = System.nanoTime();
              for (int i = 0; i < 2_000; i++) {
                fixture.judge(one, at);
              }
              return (System.nanoTime() - start) / 2_000;
            });
    print("warm, one more evidence of the test fixture", fixtures, verify);
  }

  private static long median(LongSupplier nanos) {
    return java.util.stream.LongStream.generate(nanos)
        .limit(COLD_RUNS)
        .sorted()
        .skip(COLD_RUNS / 2)
        .findFirst()
        .orElseThrow();
  }

  private static void print(String what, long nanos, long peer) {
    System.out.printf(
        Locale.ROOT, "%-55s %9.2f ms  x%.2f%n", what, nanos / 1e6, (double) nanos / peer);
  }
}
