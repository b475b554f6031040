package dev.bulwark.registry.seal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.bulwark.kernel.bytes.Bytes;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// A real token: SoftHSM, in a process of its own, because it finds its configuration in the
/// environment.
class Pkcs11KeyTest {
  private static final SecureRandom RANDOM = new SecureRandom();
  private static final Bytes CONTEXT = Bytes.utf8("scorer@3");

  @TempDir Path folder;

  /// Runs in the child: tells, line by line, what became of each step.
  static final class Child {
    private Child() {}

    public static void main(String[] args) {
      Path library = Path.of(args[0]);
      long slot = Long.parseLong(args[1]);
      char[] pin = "1234".toCharArray();
      DataKey dataKey = DataKey.generate(RANDOM);
      Bytes wrapped;
      try (Pkcs11Key made = Pkcs11Key.create(library, slot, "registry", pin, RANDOM)) {
        wrapped = made.wrap(dataKey, CONTEXT);
        say("made", made.unwrap(wrapped, CONTEXT).equals(new Unwrapped.Key(dataKey)));
      }
      try (Pkcs11Key key = Pkcs11Key.open(library, slot, "registry", pin, RANDOM)) {
        say("again", key.unwrap(wrapped, CONTEXT).equals(new Unwrapped.Key(dataKey)));
        say("other context", key.unwrap(wrapped, Bytes.EMPTY));
        byte[] changed = wrapped.toArray();
        changed[30] ^= 1;
        say("changed", key.unwrap(Bytes.of(changed), CONTEXT));
        Bytes elsewhere = KeystoreKey.generate(RANDOM).wrap(dataKey, CONTEXT);
        say("elsewhere", key.unwrap(elsewhere, CONTEXT) instanceof Unwrapped.OtherKey);
        say("shown", key.toString().equals("Pkcs11Key[" + key.id() + "]"));
      }
      say("twice", slug(() -> Pkcs11Key.create(library, slot, "registry", pin, RANDOM)));
      say("unknown", slug(() -> Pkcs11Key.open(library, slot, "unknown", pin, RANDOM)));
      char[] wrong = "9999".toCharArray();
      say("wrong pin", slug(() -> Pkcs11Key.open(library, slot, "registry", wrong, RANDOM)));
    }

    private static String slug(Runnable call) {
      try {
        call.run();
        return "opened";
      } catch (SealFault e) {
        return e.type().slug();
      }
    }

    private static void say(String what, Object answer) {
      System.out.println(what + ": " + answer);
    }
  }

  @Test
  void aTokenWrapsAndUnwrapsAndKeepsItsKey() throws Exception {
    Path library = library();
    Path configuration = folder.resolve("softhsm2.conf");
    Files.createDirectory(folder.resolve("tokens"));
    Files.writeString(
        configuration, "directories.tokendir = %s\n".formatted(folder.resolve("tokens")));
    String made =
        run(
            configuration,
            List.of(
                "softhsm2-util",
                "--init-token",
                "--free",
                "--label",
                "registry",
                "--so-pin",
                "5678",
                "--pin",
                "1234"));
    Matcher slot = Pattern.compile("slot (\\d+)").matcher(made);
    assertThat(slot.find()).as(made).isTrue();
    String said =
        run(
            configuration,
            List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:+UseSerialGC",
                "-cp",
                System.getProperty("java.class.path"),
                Child.class.getName(),
                library.toString(),
                slot.group(1)));
    assertThat(said.lines())
        .containsExactly(
            "made: true",
            "again: true",
            "other context: Damaged[]",
            "changed: Damaged[]",
            "elsewhere: true",
            "shown: true",
            "twice: key-token-unavailable",
            "unknown: key-token-unavailable",
            "wrong pin: key-token-unavailable");
  }

  @Test
  void aLibraryThatIsNoneIsNamed() {
    for (String path : new String[] {"/nowhere/lib.so", "/a \"quoted\"/lib.so", "/a\n/lib.so"}) {
      assertThatThrownBy(() -> Pkcs11Key.open(Path.of(path), 0, "a", "1".toCharArray(), RANDOM))
          .isInstanceOfSatisfying(
              SealFault.class,
              fault -> assertThat(fault.type()).isEqualTo(SealFault.TOKEN_UNAVAILABLE))
          .hasMessageContaining("expected");
    }
  }

  private static Path library() throws IOException {
    List<Path> found;
    try (Stream<Path> places =
        Stream.of(
            Path.of("/usr/lib/softhsm/libsofthsm2.so"),
            Path.of("/usr/lib/x86_64-linux-gnu/softhsm/libsofthsm2.so"))) {
      found = places.filter(Files::exists).toList();
    }
    assumeTrue(
        !found.isEmpty() && Files.isExecutable(Path.of("/usr/bin/softhsm2-util")),
        "skipped: softhsm2 not present");
    return found.getFirst();
  }

  private static String run(Path configuration, List<String> command) throws Exception {
    ProcessBuilder builder = new ProcessBuilder(command).redirectErrorStream(true);
    builder.environment().put("SOFTHSM2_CONF", configuration.toString());
    Process process = builder.start();
    String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertThat(process.waitFor(60, TimeUnit.SECONDS)).isTrue();
    assertThat(process.exitValue()).as(said).isZero();
    return said;
  }
}
