package dev.bulwark.server.account;

import static org.assertj.core.api.Assertions.assertThat;

import java.security.SecureRandom;
import org.junit.jupiter.api.Test;
import org.springframework.security.crypto.argon2.Argon2PasswordEncoder;

final class PasswordsTest {
  private final Passwords passwords = new Passwords(new SecureRandom());

  @Test
  void aHashIsOfItsPasswordAlone() {
    String hash = passwords.hash("correct horse");
    assertThat(passwords.matches("correct horse", hash)).isTrue();
    assertThat(passwords.matches("correct horses", hash)).isFalse();
  }

  /// An encoder that could not read it, or would work less for it, would tell names that are there
  /// from names that are not.
  @Test
  void nobodysHashCostsWhatEverybodysCosts() {
    Argon2PasswordEncoder stronger = new Argon2PasswordEncoder(16, 32, 1, 19_457, 2);
    Argon2PasswordEncoder same = new Argon2PasswordEncoder(16, 32, 1, 19_456, 2);
    assertThat(same.upgradeEncoding(passwords.nobodys)).isFalse();
    assertThat(stronger.upgradeEncoding(passwords.nobodys)).isTrue();
    assertThat(same.upgradeEncoding(passwords.hash("correct horse"))).isFalse();
    assertThat(passwords.nobodys).hasSameSizeAs(passwords.hash("correct horse"));
    assertThat(passwords.matchesNobody("correct horse")).isFalse();
  }
}
