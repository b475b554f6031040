package dev.bulwark.inventory.osv;

import dev.bulwark.kernel.bytes.Digest;
import java.io.BufferedOutputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.security.DigestOutputStream;
import java.security.MessageDigest;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/// Writes an advisory file beside its target and moves it there in one step; a crash before leaves
/// the target as it was. Records first, then one entry per package in the order of its key, then
/// the entries' offsets, then a trailer of fixed size with the digest of everything before it.
final class AdvisoryWriter implements AutoCloseable {
  private final Path target;
  private final Path temporary;
  private final FileChannel channel;
  private final MessageDigest sha256 = Digest.sha256();
  private final DataOutputStream out;
  private final TreeMap<String, List<Long>> places = new TreeMap<>();
  private long at;
  private int advisories;
  private int withdrawn;
  private Instant newest = Instant.EPOCH;

  private AdvisoryWriter(Path target, Path temporary) throws IOException {
    this.target = target;
    this.temporary = temporary;
    this.channel = FileChannel.open(temporary, StandardOpenOption.WRITE);
    this.out =
        new DataOutputStream(
            new BufferedOutputStream(
                new DigestOutputStream(Channels.newOutputStream(channel), sha256), 1 << 18));
    out.write(AdvisoryFile.MAGIC.getBytes(StandardCharsets.US_ASCII));
    at = AdvisoryFile.MAGIC.length();
  }

  static AdvisoryWriter beside(Path target) throws IOException {
    Path folder = target.toAbsolutePath().getParent();
    return new AdvisoryWriter(target, Files.createTempFile(folder, ".advisories-", ".tmp"));
  }

  boolean isEmpty() {
    return advisories == 0 && withdrawn == 0;
  }

  void addWithdrawn() {
    withdrawn++;
  }

  void add(Advisory advisory, Instant modified) throws IOException {
    ByteArrayOutputStream record = new ByteArrayOutputStream();
    Codec.write(advisory, new DataOutputStream(record));
    out.writeInt(record.size());
    record.writeTo(out);
    for (Advisory.Affected affected : advisory.affected()) {
      List<Long> offsets =
          places.computeIfAbsent(
              AdvisoryFile.key(affected.home(), affected.name()), _ -> new ArrayList<>(1));
      if (offsets.isEmpty() || offsets.getLast() != at) {
        offsets.add(at);
      }
    }
    at += 4L + record.size();
    advisories++;
    newest = modified.isAfter(newest) ? modified : newest;
  }

  Imported commit(Digest source) throws IOException {
    List<Long> entries = new ArrayList<>();
    for (Map.Entry<String, List<Long>> place : places.entrySet()) {
      entries.add(at);
      byte[] key = place.getKey().getBytes(StandardCharsets.UTF_8);
      out.writeInt(key.length);
      out.write(key);
      out.writeInt(place.getValue().size());
      for (long offset : place.getValue()) {
        out.writeLong(offset);
      }
      at += 8L + key.length + 8L * place.getValue().size();
    }
    for (long entry : entries) {
      out.writeLong(entry);
    }
    Imported imported =
        new Imported(
            advisories, withdrawn, places.size(), newest.truncatedTo(ChronoUnit.MILLIS), source);
    AdvisoryFile.writeTrailer(imported, at, out);
    out.flush();
    out.write(sha256.digest());
    out.flush();
    channel.force(true);
    channel.close();
    Files.move(
        temporary, target, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    return imported;
  }

  /// Leaves nothing behind when nothing was committed.
  @Override
  public void close() throws IOException {
    channel.close();
    Files.deleteIfExists(temporary);
  }
}
