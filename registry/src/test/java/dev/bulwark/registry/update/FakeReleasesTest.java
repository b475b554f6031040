package dev.bulwark.registry.update;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;

import dev.bulwark.registry.signing.HashType;
import dev.bulwark.registry.signing.Serialization;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// Releases that are not what they say.
class FakeReleasesTest {
  @TempDir private Path folder = Path.of(".");

  private Vendor vendor() {
    return new Vendor(folder);
  }

  /// A release that is not what it says.
  private record Fake(String name, String says, Consumer<Vendor> lay) {
    @Override
    public String toString() {
      return name;
    }
  }

  static Stream<Fake> fakes() {
    Map<String, String> files = Map.of("x.pkl", Vendor.SECOND);
    return Stream.of(
        new Fake("no signature", "no model.sig", v -> v.releases.unsigned("1.1", files)),
        new Fake(
            "a stranger's signature",
            "key-differs",
            v -> v.releases.signed("1.1", files, Vendor.STRANGER)),
        new Fake(
            "a file changed after it was signed",
            "files-differ",
            v -> write(v.release("1.1", Vendor.SECOND).resolve("x.pkl"), "model X")),
        new Fake(
            "a file more than was signed",
            "files-extra",
            v -> write(v.release("1.1", Vendor.SECOND).resolve("y.pkl"), "more")),
        new Fake(
            "a file less than was signed",
            "files-missing",
            v ->
                delete(
                    v.releases
                        .signed("1.1", Map.of("x.pkl", Vendor.SECOND, "y", "z"), Vendor.KEY)
                        .resolve("y"))),
        new Fake(
            "another release's signature",
            "signed under another name",
            v -> {
              v.release("1.1", Vendor.SECOND);
              copy(
                  v.folder.resolve("scorer-1.0/model.sig"),
                  v.folder.resolve("scorer-1.1/model.sig"));
            }),
        new Fake(
            "an old release under a new number",
            "another name",
            v -> {
              v.releases.unsigned("1.1", Map.of("x.pkl", Vendor.FIRST));
              copy(
                  v.folder.resolve("scorer-1.0/model.sig"),
                  v.folder.resolve("scorer-1.1/model.sig"));
            }),
        new Fake(
            "a link in place of a file",
            "symlink",
            v -> {
              Path file = v.release("1.1", Vendor.SECOND).resolve("x.pkl");
              Path elsewhere = v.folder.resolve("elsewhere");
              write(elsewhere, Vendor.SECOND);
              delete(file);
              link(file, elsewhere);
            }),
        new Fake(
            "a link in place of the folder",
            "no folder",
            v -> {
              Path real = v.release("1.1", Vendor.SECOND);
              Path away = v.folder.resolve("away");
              move(real, away);
              link(real, away);
            }),
        new Fake(
            "a signature over pieces",
            "whole files",
            v ->
                v.releases.sign(
                    v.releases.unsigned("1.1", files),
                    Vendor.KEY,
                    new Serialization(
                        new Serialization.Cut.Shards(1000), HashType.SHA256, false, List.of()))),
        new Fake(
            "rubbish for a signature",
            "bundle-malformed",
            v -> write(v.releases.unsigned("1.1", files).resolve("model.sig"), "{}")),
        new Fake(
            "a number that is none",
            "no folder scorer-NUMBER",
            v -> v.releases.unsigned("1.x", files)));
  }

  @ParameterizedTest
  @MethodSource("fakes")
  void whatItsPublisherDidNotSignIsNoVersion(Fake fake) {
    Vendor vendor = vendor().promoted();
    fake.lay().accept(vendor);
    assertThat(vendor.held()).anySatisfy(why -> assertThat(why).contains(fake.says()));
    assertThat(vendor.state().versions()).containsOnlyKeys(Vendor.ONE);
    assertThat(vendor.state().channel("vendor").problem()).contains(fake.says());
    vendor.runs("staging", Vendor.ONE);
  }

  /// The folder is swapped after its signature was verified, when the files are read to be sealed.
  @Test
  void whatIsSealedIsWhatWasVerified() {
    Vendor vendor = vendor().promoted();
    Path file = vendor.release("1.1", Vendor.SECOND).resolve("x.pkl");
    vendor.whileReading("x.pkl", () -> write(file, "model X"));
    assertThat(vendor.held())
        .anySatisfy(why -> assertThat(why).contains("changed after their signature was verified"));
    assertThat(vendor.state().versions()).containsOnlyKeys(Vendor.ONE);
    assertThat(vendor.state().refusals()).hasSize(1);
  }

  @Test
  void aFakeOfAHigherNumberKeepsNoUpdateBack() {
    Vendor vendor = vendor().promoted();
    vendor.release("1.1", Vendor.SECOND);
    vendor.releases.signed("99", Map.of("x.pkl", "evil"), Vendor.STRANGER);
    assertThat(vendor.pass()).contains(new Did.Moved(Vendor.TWO, "staging", 2));
    assertThat(vendor.state().refusals()).hasSize(1);
    vendor.pass();
    assertThat(vendor.state().refusals()).as("told once").hasSize(1);
  }

  @Test
  void aReleaseThatWasChangedSilentlyIsNoticed() {
    Vendor vendor = vendor().promoted();
    vendor.release("1.0", Vendor.SECOND);
    assertThat(vendor.held())
        .containsExactly(
            "the release of scorer@1 was changed after it was taken in: its publisher signed other files under the same number");
    assertThat(vendor.state().channel("vendor").changed()).containsExactly(Vendor.ONE);
    vendor.release("1.1", Vendor.SECOND);
    assertThat(vendor.pass()).contains(new Did.Moved(Vendor.TWO, "staging", 2));
  }

  @Test
  void aPipeInAReleaseKeepsNobodyWaiting() {
    Vendor vendor = vendor().promoted();
    pipe(vendor.releases.unsigned("1.1", Map.of("x.pkl", Vendor.SECOND)).resolve("model.sig"));
    pipe(vendor.release("1.2", Vendor.SECOND).resolve("y"));
    assertThat(assertTimeoutPreemptively(Duration.ofSeconds(30), () -> vendor.held()))
        .anySatisfy(why -> assertThat(why).contains("scorer-1.1 has no model.sig"))
        .anySatisfy(why -> assertThat(why).contains("special-file"));
    assertThat(vendor.state().versions()).containsOnlyKeys(Vendor.ONE);
  }

  /// Whoever may write to the folder changes it when the files are read to be sealed.
  @Test
  void aPipeThatComesAfterTheSignatureWasVerifiedKeepsNobodyWaiting() {
    Vendor vendor = vendor().promoted();
    Path file = vendor.release("1.1", Vendor.SECOND).resolve("x.pkl");
    vendor.whileReading(
        "x.pkl",
        () -> {
          delete(file);
          pipe(file);
        });
    assertThat(assertTimeoutPreemptively(Duration.ofSeconds(30), () -> vendor.held()))
        .anySatisfy(why -> assertThat(why).contains("release 1.1"));
    assertThat(vendor.state().versions()).containsOnlyKeys(Vendor.ONE);
  }

  private static void pipe(Path at) {
    io(
        () -> {
          try {
            return new ProcessBuilder("mkfifo", at.toString()).start().waitFor();
          } catch (InterruptedException e) {
            throw new IOException(e);
          }
        });
    assertThat(at).exists();
  }

  private static void write(Path file, String text) {
    io(() -> Files.writeString(file, text));
  }

  private static void delete(Path file) {
    io(() -> Files.deleteIfExists(file));
  }

  private static void copy(Path from, Path to) {
    io(() -> Files.copy(from, to, java.nio.file.StandardCopyOption.REPLACE_EXISTING));
  }

  private static void move(Path from, Path to) {
    io(() -> Files.move(from, to));
  }

  private static void link(Path from, Path to) {
    io(() -> Files.createSymbolicLink(from, to));
  }

  private interface Work {
    Object run() throws IOException;
  }

  private static void io(Work work) {
    try {
      Optional.of(work.run());
    } catch (IOException e) {
      throw new java.io.UncheckedIOException(e);
    }
  }
}
