package dev.bulwark.server.account;

import dev.bulwark.server.ServerFault;
import java.nio.CharBuffer;
import java.security.SecureRandom;
import java.util.Base64;
import java.util.Locale;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import org.bouncycastle.crypto.generators.Argon2BytesGenerator;
import org.bouncycastle.crypto.params.Argon2Parameters;
import org.springframework.security.crypto.argon2.Argon2PasswordEncoder;

/// Passwords: judged when chosen, kept as Argon2id, and turned into keys.
///
/// 19 MiB, two passes, one lane: OWASP's first choice for Argon2id. At most four are computed at
/// once, so that a crowd at the door costs a bounded amount of memory.
final class Passwords {
  static final int LEAST = 12;
  static final int MOST = 200;
  private static final int MEMORY_KIB = 19_456;
  private static final int PASSES = 2;
  private static final int AT_ONCE = 4;
  private static final long WAIT_SECONDS = 10;

  private final Argon2PasswordEncoder encoder =
      new Argon2PasswordEncoder(16, 32, 1, MEMORY_KIB, PASSES);
  private final Semaphore slots = new Semaphore(AT_ONCE);

  /// What a password is compared with where there is no account.
  final String nobodys;

  Passwords(SecureRandom random) {
    this.nobodys =
        "$argon2id$v=19$m=%d,t=%d,p=1$%s$%s"
            .formatted(MEMORY_KIB, PASSES, unpadded(random, 16), unpadded(random, 32));
  }

  /// In the form a hash is kept in, but drawn: no password is known to give it.
  private static String unpadded(SecureRandom random, int size) {
    byte[] bytes = new byte[size];
    random.nextBytes(bytes);
    return Base64.getEncoder().withoutPadding().encodeToString(bytes);
  }

  /// @throws ServerFault `input-invalid` for one that is too short, too long or says the name
  void require(String name, CharSequence password) {
    int length = password.length();
    if (length < LEAST || length > MOST) {
      throw new ServerFault(
          ServerFault.INVALID,
          "expected a password of %d to %d characters, found %d; a few words in a row do"
              .formatted(LEAST, MOST, length));
    }
    if (CharBuffer.wrap(password).chars().distinct().count() < 5
        || (name.length() > 2 && password.toString().toLowerCase(Locale.ROOT).contains(name))) {
      throw new ServerFault(
          ServerFault.INVALID,
          "expected a password that nobody guesses, found few different characters or the account's own name in it");
    }
  }

  String hash(CharSequence password) {
    return bounded(() -> encoder.encode(password));
  }

  boolean matches(CharSequence password, String hash) {
    return bounded(() -> encoder.matches(password, hash));
  }

  /// Takes as long as a real comparison, for a name that is not there, and is no match.
  boolean matchesNobody(CharSequence password) {
    matches(password, nobodys);
    return false;
  }

  /// A key of 32 bytes from a password.
  byte[] key(char[] password, byte[] salt) {
    return bounded(
        () -> {
          Argon2BytesGenerator generator = new Argon2BytesGenerator();
          generator.init(
              new Argon2Parameters.Builder(Argon2Parameters.ARGON2_id)
                  .withMemoryAsKB(MEMORY_KIB)
                  .withIterations(PASSES)
                  .withParallelism(1)
                  .withSalt(salt)
                  .build());
          byte[] key = new byte[32];
          generator.generateBytes(password, key);
          return key;
        });
  }

  private interface Work<T> {
    T run();
  }

  private <T> T bounded(Work<T> work) {
    try {
      if (!slots.tryAcquire(WAIT_SECONDS, TimeUnit.SECONDS)) {
        throw new ServerFault(
            ServerFault.TOO_MANY, "expected a quieter moment to sign in, found a crowd; try again");
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new ServerFault(ServerFault.BUSY, "the server is stopping", e);
    }
    try {
      return work.run();
    } finally {
      slots.release();
    }
  }
}
