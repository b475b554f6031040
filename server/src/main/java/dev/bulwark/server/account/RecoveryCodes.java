package dev.bulwark.server.account;

import dev.bulwark.kernel.bytes.Bytes;
import dev.bulwark.kernel.bytes.Digest;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.List;
import org.jdbi.v3.core.Handle;

/// Ten codes an account, each good once for the day the password is lost. Kept as digests: a code
/// has 120 random bits and needs no salt.
final class RecoveryCodes {
  private static final int CODES = 10;
  private static final int LENGTH = 20;

  private final SecureRandom random;

  RecoveryCodes(SecureRandom random) {
    this.random = random;
  }

  /// Makes new ones; those of before are void.
  List<String> make(Handle handle, String account) {
    handle
        .createUpdate("delete from recovery_code where account = :account")
        .bind("account", account)
        .execute();
    List<String> codes = new ArrayList<>();
    for (int i = 0; i < CODES; i++) {
      String code = SecretToken.make("", random).text().substring(0, LENGTH);
      codes.add(code);
      handle
          .createUpdate("insert into recovery_code (account, code) values (:account, :code)")
          .bind("account", account)
          .bind("code", digest(code))
          .execute();
    }
    return codes;
  }

  boolean holds(Handle handle, String account, String code) {
    return handle
            .createQuery(
                "select count(*) from recovery_code where account = :account and code = :code")
            .bind("account", account)
            .bind("code", digest(code))
            .mapTo(Long.class)
            .one()
        == 1;
  }

  /// Uses a code up.
  ///
  /// @return false when there is no such code any more
  boolean use(Handle handle, String account, String code) {
    return handle
            .createUpdate("delete from recovery_code where account = :account and code = :code")
            .bind("account", account)
            .bind("code", digest(code))
            .execute()
        == 1;
  }

  private static String digest(String code) {
    return Digest.of(Bytes.utf8(code.strip())).hex();
  }
}
