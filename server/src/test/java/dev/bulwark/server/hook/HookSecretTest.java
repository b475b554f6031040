package dev.bulwark.server.hook;

import static org.assertj.core.api.Assertions.assertThat;

import dev.bulwark.kernel.bytes.Bytes;
import java.security.SecureRandom;
import java.util.Base64;
import org.junit.jupiter.api.Test;

/// Against the vector of the specification's own libraries.
final class HookSecretTest {
  @Test
  void aSignatureIsTheStandards() {
    HookSecret secret =
        new HookSecret(Bytes.of(Base64.getDecoder().decode("MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw")));
    assertThat(
            secret.sign(
                "msg_p5jXN8AQM9LWM0D4loKWxJek", 1614265330, Bytes.utf8("{\"test\": 2432232314}")))
        .isEqualTo("v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE=");
    assertThat(secret.text()).isEqualTo("whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw");
  }

  @Test
  void aSecretIsRandomAndSaysNothing() {
    HookSecret one = HookSecret.make(new SecureRandom());
    assertThat(one.bytes().size()).isEqualTo(32);
    assertThat(one).isNotEqualTo(HookSecret.make(new SecureRandom()));
    assertThat(one.toString()).doesNotContain(one.text().substring(6));
  }
}
