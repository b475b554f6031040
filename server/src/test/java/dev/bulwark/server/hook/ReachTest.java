package dev.bulwark.server.hook;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.bulwark.server.ServerFault;
import java.net.InetAddress;
import java.net.URI;
import java.net.UnknownHostException;
import java.util.Arrays;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/// What somebody could type to have this server ask what it should not.
final class ReachTest {
  private static Reach leading(Set<String> allowed, boolean http, String... addresses) {
    return new Reach(
        allowed,
        http,
        _ -> Arrays.stream(addresses).map(InetAddress::ofLiteral).toArray(InetAddress[]::new));
  }

  private static final Reach STRICT = leading(Set.of(), false, "8.8.8.8");

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "x",
        "hooks.example.org",
        "//hooks.example.org/",
        "https:",
        "https://",
        "https:///x",
        "http://hooks.example.org/",
        "ftp://hooks.example.org/",
        "file:///etc/passwd",
        "gopher://hooks.example.org/",
        "jar:https://hooks.example.org!/",
        "javascript:alert(1)",
        "https://user@hooks.example.org/",
        "https://user:secret@hooks.example.org/",
        "https://hooks.example.org@127.0.0.1/",
        "https://@hooks.example.org/",
        "https://hooks.example.org/#x",
        "https://hooks.example.org:8443/",
        "https://hooks.example.org:80/",
        "https://hooks.example.org:0/",
        "https://hooks.example.org:99999/",
        "https://hooks.example.org:-1/",
        "https://hooks.example.org /",
        "https://hooks.example.org/a b",
        "https://hooks.example.org/\r\nX: y",
        "https://hooks.example.org\\@127.0.0.1/",
        "https://h\u00f6oks.example.org/",
        "https://127.0.0.1/",
        "https://10.1.2.3/",
        "https://169.254.169.254/latest/meta-data/",
        "https://[::1]/",
        "https://[::ffff:127.0.0.1]/",
        "https://[64:ff9b::7f00:1]/",
        "https://[fd00::1]/",
        "https://[fe80::1]/",
        "https://0.0.0.0/",
        "http://127.0.0.1/",
        "https://224.0.0.1/"
      })
  void whatIsRefusedWhenItIsTyped(String address) {
    assertThatThrownBy(() -> STRICT.address(address))
        .isInstanceOfSatisfying(
            ServerFault.class, e -> assertThat(e.type()).isEqualTo(ServerFault.INVALID));
  }

  @Test
  void nothingThatWasTypedIsSaidAgain() {
    assertThatThrownBy(() -> STRICT.address("https://user:hunter2@hooks.example.org/"))
        .hasMessageNotContaining("hunter2");
    assertThatThrownBy(() -> STRICT.address("https://hooks.example.org/" + "x".repeat(1000)))
        .hasMessageContaining("at most 1,000");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "https://hooks.example.org",
        "https://hooks.example.org:443/a?b=c%20d",
        "HTTPS://HOOKS.example.org/",
        "https://8.8.8.8/",
        "https://[2606:4700:4700::1111]/"
      })
  void whatIsTaken(String address) {
    assertThatCode(() -> STRICT.address(address)).doesNotThrowAnyException();
  }

  /// A name is harmless until it is asked for.
  @ParameterizedTest
  @ValueSource(
      strings = {
        "127.0.0.1",
        "127.8.9.1",
        "0.0.0.0",
        "10.0.0.1",
        "172.16.0.1",
        "192.168.1.1",
        "100.64.0.1",
        "169.254.169.254",
        "224.0.0.1",
        "255.255.255.255",
        "198.18.0.1",
        "::1",
        "::",
        "fe80::1",
        "fc00::1",
        "ff02::1",
        "64:ff9b::a9fe:a9fe",
        "64:ff9b:1::1",
        "2002:7f00:1::",
        "2001::1",
        "::7f00:1"
      })
  void aNameThatLeadsThereIsNotFollowed(String address) {
    URI hook = STRICT.address("https://hooks.example.org/");
    assertThatThrownBy(() -> leading(Set.of(), false, address).resolve(hook))
        .isInstanceOf(Reach.NotThere.class);
    assertThatThrownBy(() -> leading(Set.of(), false, "8.8.8.8", address).resolve(hook))
        .as("one that leads there in part")
        .isInstanceOf(Reach.NotThere.class);
  }

  @Test
  void numbersThatMeanThisMachineAreNamesUntilTheyAreAsked() throws UnknownHostException {
    Reach machine = Reach.of(Set.of(), false);
    for (String odd : new String[] {"2130706433", "0x7f000001", "127.1", "127.0.1"}) {
      assertThatThrownBy(() -> machine.resolve(machine.address("https://" + odd + "/")))
          .as(odd)
          .isInstanceOfAny(ServerFault.class, Reach.NotThere.class, UnknownHostException.class);
    }
    assertThatThrownBy(() -> machine.resolve(URI.create("https://localhost/")))
        .isInstanceOf(Reach.NotThere.class);
  }

  @Test
  void whatIsListedMayBeNearAndAtItsPort() throws Exception {
    Set<String> listed = Set.of("chat.internal:8443", "hooks.internal:443");
    Reach near = leading(listed, false, "10.0.0.7");
    assertThat(near.resolve(near.address("https://chat.internal:8443/x")).port()).isEqualTo(8443);
    assertThat(near.resolve(near.address("https://HOOKS.internal/")).addresses()).hasSize(1);
    assertThatThrownBy(() -> near.address("https://chat.internal:9443/"))
        .isInstanceOf(ServerFault.class);
    assertThatThrownBy(() -> near.resolve(near.address("https://chat.internal/")))
        .isInstanceOf(Reach.NotThere.class);
  }

  @ParameterizedTest
  @CsvSource({"169.254.169.254", "fe80::1", "224.0.0.1", "ff02::1", "0.0.0.0", "::"})
  void whatIsListedIsStillNotTheMetadataOfACloud(String address) {
    Reach near = leading(Set.of("chat.internal:443"), false, address);
    assertThatThrownBy(() -> near.resolve(near.address("https://chat.internal/")))
        .isInstanceOf(Reach.NotThere.class);
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 65_536, 99_999})
  void aPortThatIsNoneIsRefusedInTheClearToo(int port) {
    Reach here = leading(Set.of(), true, "127.0.0.1");
    assertThatThrownBy(() -> here.address("http://localhost:" + port + "/"))
        .isInstanceOf(ServerFault.class);
    assertThatCode(() -> here.address("http://localhost:65535/")).doesNotThrowAnyException();
  }

  @Test
  void inTheClearGoesToThisMachineAloneAndOnlyWhereItIsSet() throws Exception {
    Reach here = leading(Set.of(), true, "127.0.0.1");
    assertThat(here.resolve(here.address("http://localhost:8080/")).encrypted()).isFalse();
    assertThatThrownBy(() -> here.resolve(here.address("https://localhost/")))
        .isInstanceOf(Reach.NotThere.class);
    Reach elsewhere = leading(Set.of(), true, "8.8.8.8");
    assertThatThrownBy(() -> elsewhere.resolve(elsewhere.address("http://hooks.example.org/")))
        .isInstanceOf(Reach.NotThere.class);
  }
}
