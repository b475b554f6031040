package dev.bulwark.server.backup;

import dev.bulwark.kernel.bytes.Bytes;
import dev.bulwark.registry.seal.ChunkedEncryption;
import dev.bulwark.registry.seal.DataKey;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.ReadableByteChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.security.SecureRandom;
import org.bouncycastle.crypto.generators.Argon2BytesGenerator;
import org.bouncycastle.crypto.params.Argon2Parameters;

/// The outer form of a backup: what it is, a salt, and everything else sealed under a key that a
/// passphrase makes by Argon2id (64 MiB, three passes, one lane).
final class Archive {
  private static final Bytes MAGIC = Bytes.utf8("bulwark-backup/v1\n");
  private static final int SALT_SIZE = 32;
  private static final int MEMORY_KIB = 65_536;
  private static final int PASSES = 3;

  private Archive() {}

  static ChunkedEncryption begin(FileChannel out, String passphrase, SecureRandom random)
      throws IOException {
    byte[] salt = new byte[SALT_SIZE];
    random.nextBytes(salt);
    ByteBuffer head = Bytes.concat(MAGIC, Bytes.of(salt)).buffer();
    while (head.hasRemaining()) {
      out.write(head);
    }
    return encryption(passphrase, salt);
  }

  /// @throws IOException also when it is none, or another passphrase's
  static ReadableByteChannel open(Path file, String passphrase) throws IOException {
    FileChannel in = FileChannel.open(file, StandardOpenOption.READ);
    try {
      ByteBuffer head = ByteBuffer.allocate(MAGIC.size() + SALT_SIZE);
      while (head.hasRemaining() && in.read(head) >= 0) {
        // A read may be short.
      }
      Bytes found = Bytes.of(head.flip());
      if (found.size() < MAGIC.size() + SALT_SIZE || !found.slice(0, MAGIC.size()).equals(MAGIC)) {
        throw new IOException("another kind of file");
      }
      return encryption(passphrase, found.slice(MAGIC.size(), found.size()).toArray())
          .open((ReadableByteChannel) in);
    } catch (IOException | RuntimeException e) {
      in.close();
      throw e;
    }
  }

  private static ChunkedEncryption encryption(String passphrase, byte[] salt) {
    Argon2BytesGenerator generator = new Argon2BytesGenerator();
    generator.init(
        new Argon2Parameters.Builder(Argon2Parameters.ARGON2_id)
            .withMemoryAsKB(MEMORY_KIB)
            .withIterations(PASSES)
            .withParallelism(1)
            .withSalt(salt)
            .build());
    byte[] key = new byte[DataKey.SIZE];
    generator.generateBytes(passphrase.getBytes(StandardCharsets.UTF_8), key);
    return ChunkedEncryption.of(new DataKey(Bytes.of(key)), MAGIC);
  }
}
