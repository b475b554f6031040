package dev.bulwark.inventory.osv;

import dev.bulwark.inventory.InventoryFault;
import dev.bulwark.kernel.bytes.Bytes;
import dev.bulwark.kernel.bytes.Digest;
import dev.bulwark.kernel.check.Budget;
import dev.bulwark.kernel.check.Limits;
import dev.bulwark.kernel.check.Place;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.DigestInputStream;
import java.security.MessageDigest;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.Enumeration;
import java.util.function.IntConsumer;
import java.util.function.LongSupplier;
import java.util.zip.ZipEntry;
import java.util.zip.ZipException;
import java.util.zip.ZipFile;

/// Makes an advisory file from the zip OSV publishes: one JSON record per entry, whatever its name.
/// Nothing is unpacked to disk. Fails as a whole: a record left out would read as "not affected".
public final class AdvisoryImport {
  /// 16 GiB unpacked, two thousand million values, half an hour: several times all of OSV.
  public static final Limits LIMITS =
      new Limits(
          dev.bulwark.kernel.bytes.ByteSize.ofGib(16),
          2_000_000_000L,
          64,
          java.time.Duration.ofMinutes(30));

  private static final int LARGEST_RECORD = 16 << 20;
  private static final int MOST_RECORDS = 5_000_000;

  private AdvisoryImport() {}

  /// Imports `zip` into `target`, which is replaced as a whole or not at all.
  ///
  /// @param nanoTime a monotonic clock in nanoseconds (law 8)
  /// @throws InventoryFault when the zip is none, a record is malformed or of a later schema, or a
  ///   limit is hit
  public static Imported run(Path zip, Path target, Limits limits, LongSupplier nanoTime) {
    return run(zip, target, limits, nanoTime, _ -> {});
  }

  /// As above, and says how many records were read, each time one more was.
  public static Imported run(
      Path zip, Path target, Limits limits, LongSupplier nanoTime, IntConsumer progress) {
    Budget budget = Budget.of(limits, nanoTime);
    try (AdvisoryWriter writer = AdvisoryWriter.beside(target)) {
      try (ZipFile file = new ZipFile(zip.toFile())) {
        if (file.size() > MOST_RECORDS) {
          throw limit("more than " + MOST_RECORDS + " entries");
        }
        AdvisoryReader reader = new AdvisoryReader();
        int records = 0;
        Enumeration<? extends ZipEntry> entries = file.entries();
        while (entries.hasMoreElements()) {
          ZipEntry entry = entries.nextElement();
          if (!entry.isDirectory() && entry.getName().endsWith(".json")) {
            add(entry.getName(), reader.read(content(file, entry), budget), writer);
            progress.accept(++records);
          }
        }
      }
      if (writer.isEmpty()) {
        throw new InventoryFault(
            InventoryFault.NO_ADVISORIES,
            "expected OSV records (*.json) in the zip, found none; import the all.zip of an ecosystem");
      }
      return writer.commit(digest(zip));
    } catch (Budget.OverLimit e) {
      throw limit(e.problem());
    } catch (ZipException e) {
      throw new InventoryFault(
          InventoryFault.NO_ADVISORIES,
          "expected a zip of OSV records, found something else; import the all.zip of an ecosystem",
          e);
    } catch (IOException e) {
      throw new InventoryFault(
          InventoryFault.NO_ADVISORIES,
          "expected to read the zip and to write beside the target, found "
              + e.getClass().getSimpleName()
              + "; check the paths and the free space",
          e);
    }
  }

  private static InventoryFault limit(String problem) {
    return new InventoryFault(
        InventoryFault.OVER_LIMIT, problem + "; is this the zip OSV publishes?");
  }

  private static Bytes content(ZipFile file, ZipEntry entry) throws IOException {
    try (InputStream in = file.getInputStream(entry)) {
      byte[] content = in.readNBytes(LARGEST_RECORD + 1);
      if (content.length > LARGEST_RECORD) {
        throw limit("a record of more than 16 MiB, " + shown(entry.getName()));
      }
      return Bytes.of(content);
    }
  }

  private static void add(String name, AdvisoryReader.Result read, AdvisoryWriter writer)
      throws IOException {
    switch (read) {
      case AdvisoryReader.Result.Read(Advisory advisory) ->
          writer.add(advisory, modified(name, advisory.modified()));
      case AdvisoryReader.Result.Withdrawn _ -> writer.addWithdrawn();
      case AdvisoryReader.Result.UnknownSchema(String version) ->
          throw new InventoryFault(
              InventoryFault.UNKNOWN_FORMAT,
              shown(name)
                  + ": expected an OSV record of schema 1.x, found "
                  + shown(version)
                  + "; nothing was imported, update Bulwark");
      case AdvisoryReader.Result.Malformed(String problem) ->
          throw new InventoryFault(
              InventoryFault.NO_ADVISORIES,
              shown(name) + ": " + problem + "; nothing was imported, fetch the zip again");
    }
  }

  private static Instant modified(String name, String text) {
    try {
      return Instant.parse(text);
    } catch (DateTimeException e) {
      throw new InventoryFault(
          InventoryFault.NO_ADVISORIES,
          shown(name)
              + ": expected an RFC 3339 time in modified, found "
              + shown(text)
              + "; nothing was imported",
          e);
    }
  }

  private static String shown(String text) {
    String printable = Place.printable(text);
    return printable.length() > 80 ? printable.substring(0, 80) + "…" : printable;
  }

  private static Digest digest(Path zip) throws IOException {
    MessageDigest sha256 = Digest.sha256();
    try (InputStream in = new DigestInputStream(Files.newInputStream(zip), sha256)) {
      in.transferTo(java.io.OutputStream.nullOutputStream());
    }
    return new Digest(Bytes.of(sha256.digest()));
  }
}
