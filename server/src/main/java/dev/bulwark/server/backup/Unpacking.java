package dev.bulwark.server.backup;

import dev.bulwark.kernel.bytes.Digest;
import java.io.BufferedInputStream;
import java.io.DataInputStream;
import java.io.FilterOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.DigestOutputStream;
import java.security.MessageDigest;
import java.util.Comparator;
import java.util.HexFormat;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Stream;

/// Takes the files out of an archive; each is what the archive says it is, and there is nothing
/// else.
final class Unpacking {
  private static final String MARKER = "restore~";

  /// The settings of before lead to the database of before: nobody starts with them unseen.
  static final String RESTORED = Contents.SETTINGS + ".restored";

  private Unpacking() {}

  /// Where a file's bytes go.
  private interface Place {
    OutputStream of(Contents.FileLine file) throws IOException;
  }

  /// Reads all of it and writes nothing.
  static Contents look(Path archive, String passphrase) throws IOException {
    return read(archive, passphrase, _ -> OutputStream.nullOutputStream());
  }

  /// Empties a folder of all but the marker, and fills it. Every file is on the medium when this
  /// returns.
  static Contents into(Path home, Path archive, String passphrase) throws IOException {
    clear(home);
    Contents contents = read(archive, passphrase, file -> create(home, file));
    try (Stream<Path> walk = Files.walk(home)) {
      for (Path folder : walk.filter(Files::isDirectory).toList()) {
        try (FileChannel opened = FileChannel.open(folder, StandardOpenOption.READ)) {
          opened.force(true);
        }
      }
    }
    return contents;
  }

  private static void clear(Path home) throws IOException {
    List<Path> inside;
    try (Stream<Path> walk = Files.walk(home)) {
      inside =
          walk.filter(each -> !each.equals(home) && !each.equals(home.resolve(MARKER)))
              .sorted(Comparator.reverseOrder())
              .toList();
    }
    for (Path each : inside) {
      Files.delete(each);
    }
  }

  private static OutputStream create(Path home, Contents.FileLine file) throws IOException {
    Path target = home.resolve(file.name().equals(Contents.SETTINGS) ? RESTORED : file.name());
    Files.createDirectories(
        Objects.requireNonNull(target.getParent(), "a file lies in a folder"),
        PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
    Set<PosixFilePermission> mode;
    try {
      mode = PosixFilePermissions.fromString(file.mode());
    } catch (IllegalArgumentException e) {
      throw new IOException("a file's mode that is none", e);
    }
    FileChannel out =
        FileChannel.open(target, Set.of(StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE));
    Files.setPosixFilePermissions(target, mode);
    return new Forced(out);
  }

  /// On the medium when it is closed.
  private static final class Forced extends FilterOutputStream {
    private final FileChannel file;

    Forced(FileChannel file) {
      super(Channels.newOutputStream(file));
      this.file = file;
    }

    @Override
    public void write(byte[] bytes, int from, int size) throws IOException {
      out.write(bytes, from, size);
    }

    @Override
    public void close() throws IOException {
      file.force(true);
      super.close();
    }
  }

  private static Contents read(Path archive, String passphrase, Place place) throws IOException {
    try (DataInputStream in =
        new DataInputStream(
            new BufferedInputStream(
                Channels.newInputStream(Archive.open(archive, passphrase)), 1 << 16))) {
      Contents contents = Contents.read(in);
      byte[] buffer = new byte[1 << 16];
      for (Contents.FileLine file : contents.files()) {
        MessageDigest sha256 = Digest.sha256();
        try (OutputStream out = new DigestOutputStream(place.of(file), sha256)) {
          long left = file.size();
          while (left > 0) {
            int read = in.read(buffer, 0, (int) Math.min(left, buffer.length));
            if (read < 0) {
              throw new IOException("an end before the last file's");
            }
            out.write(buffer, 0, read);
            left -= read;
          }
        }
        if (!HexFormat.of().formatHex(sha256.digest()).equals(file.digest().hex())) {
          throw new IOException("a file that is not the one its digest names");
        }
      }
      if (in.read() >= 0) {
        throw new IOException("more than the files it names");
      }
      return contents;
    }
  }
}
