package dev.bulwark.inventory.osv;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Enumeration;
import java.util.List;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;
import java.util.zip.ZipOutputStream;

/// Imports a zip of OSV records as large as all of PyPI's, and prints how that stands to a limit of
/// three seconds. `ImportBench SAMPLE.zip FOLDER [ROUNDS]`; a sample is repeated under other ids
/// until it has 21,000 records.
final class ImportBench {
  private static final int RECORDS = 21_000;
  private static final double LIMIT_MILLIS = 3_000;

  private ImportBench() {}

  public static void main(String[] args) throws IOException {
    Path zip = Path.of(args[1]).resolve("large.zip");
    int records = Files.exists(zip) ? RECORDS : repeated(Path.of(args[0]), zip);
    List<Long> millis = new ArrayList<>();
    for (int round = 0; round < (args.length > 2 ? Integer.parseInt(args[2]) : 5); round++) {
      long start = System.nanoTime();
      AdvisoryImport.run(
          zip, Path.of(args[1]).resolve("advisories"), AdvisoryImport.LIMITS, System::nanoTime);
      millis.add((System.nanoTime() - start) / 1_000_000);
    }
    long first = millis.getFirst();
    Collections.sort(millis);
    long median = millis.get(millis.size() / 2);
    System.out.printf(
        "%,d records: first %d ms, median %d ms, %.2f of the limit of 3 s; %.1f s of CPU for all%n",
        records,
        first,
        median,
        first / LIMIT_MILLIS,
        ProcessHandle.current().info().totalCpuDuration().orElseThrow().toMillis() / 1e3);
  }

  private static int repeated(Path sample, Path large) throws IOException {
    int records = 0;
    try (ZipFile from = new ZipFile(sample.toFile());
        OutputStream out = Files.newOutputStream(large);
        ZipOutputStream zipped = new ZipOutputStream(out)) {
      for (int copy = 0; records < RECORDS; copy++) {
        Enumeration<? extends ZipEntry> entries = from.entries();
        while (entries.hasMoreElements()) {
          ZipEntry entry = entries.nextElement();
          if (entry.getName().endsWith(".json")) {
            String text =
                new String(from.getInputStream(entry).readAllBytes(), StandardCharsets.UTF_8);
            zipped.putNextEntry(new ZipEntry(copy + "-" + entry.getName()));
            zipped.write(
                text.replaceFirst("\"id\":\"", "\"id\":\"C" + copy + "-")
                    .getBytes(StandardCharsets.UTF_8));
            records++;
          }
        }
      }
    }
    return records;
  }
}
