package dev.bulwark.project.registry;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.bulwark.kernel.bytes.Bytes;
import dev.bulwark.project.workspace.WorkspaceFault;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// A folder of decrypted files is whole or not there, whoever else opens the same one, and however
/// the process ends.
class UnpackedTest {
  @TempDir Path folder;
  private Path into;

  @BeforeEach
  void name() {
    into = folder.resolve("model");
  }

  private static Unpacked.Copy text(String text) {
    return channel -> {
      try {
        channel.write(Bytes.utf8(text).buffer());
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    };
  }

  private List<String> beside() throws IOException {
    try (Stream<Path> there = Files.list(folder)) {
      return there.map(each -> each.getFileName().toString()).sorted().toList();
    }
  }

  private static void fails(Unpacked unpacked) {
    throw new IllegalStateException("the seal is broken");
  }

  @Test
  void oneThatFailsTakesNothingFromAnotherThatOpensTheSame() throws IOException {
    Unpacked.folder(
        into,
        first -> {
          first.file("a/x", text("x"));
          assertThatThrownBy(() -> Unpacked.folder(into, UnpackedTest::fails))
              .isInstanceOf(IllegalStateException.class);
          first.file("b/y", text("y"));
        });
    assertThat(into.resolve("a/x")).hasContent("x");
    assertThat(into.resolve("b/y")).hasContent("y");
    assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(into)))
        .isEqualTo("rwx------");
    assertThat(beside()).containsExactly("model");
  }

  @Test
  void ofTwoThatOpenTheSameTheSecondIsRefused() throws IOException {
    assertThatThrownBy(
            () ->
                Unpacked.folder(
                    into,
                    slow -> {
                      slow.file("x", text("slow"));
                      Unpacked.folder(into, quick -> quick.file("x", text("quick")));
                    }))
        .isInstanceOf(WorkspaceFault.class)
        .hasMessageContaining("expected nothing at " + into);
    assertThat(into.resolve("x")).hasContent("quick");
    assertThat(beside()).containsExactly("model");
  }

  @Test
  void howeverManyOpenTheSameAtOnceExactlyOneIsWhole() throws Exception {
    for (int round = 0; round < 100; round++) {
      into = folder.resolve("model" + round);
      List<Callable<Boolean>> all =
          Collections.nCopies(
              4,
              () -> {
                try {
                  Unpacked.folder(
                      into,
                      unpacked -> {
                        unpacked.file("a/x", text("x"));
                        unpacked.file("b/y", text("y"));
                      });
                  return true;
                } catch (WorkspaceFault e) {
                  return false;
                }
              });
      try (ExecutorService threads = Executors.newFixedThreadPool(4)) {
        List<Boolean> whole = new ArrayList<>();
        for (Future<Boolean> each : threads.invokeAll(all)) {
          whole.add(each.get());
        }
        assertThat(whole).containsOnlyOnce(true);
      }
      assertThat(into.resolve("a/x")).hasContent("x");
      assertThat(into.resolve("b/y")).hasContent("y");
    }
    assertThat(beside()).hasSize(100);
  }

  @Test
  void aFolderThatIsTakenAwayDoesNotComeBack() throws IOException {
    assertThatThrownBy(
            () ->
                Unpacked.folder(
                    into,
                    unpacked -> {
                      unpacked.file("a/x", text("x"));
                      remove(unpacked.path());
                      unpacked.file("b/y", text("y"));
                    }))
        .isInstanceOf(WorkspaceFault.class)
        .hasMessageContaining("NoSuchFileException");
    assertThat(beside()).isEmpty();
  }

  private static void remove(Path path) {
    try {
      Unpacked.remove(path);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /// Begins to open in a process of its own, and returns when a file lies in the clear.
  private Process opening() throws IOException {
    Process child =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:+UseSerialGC",
                "-cp",
                System.getProperty("java.class.path"),
                OpeningForEver.class.getName(),
                into.toString())
            .redirectError(ProcessBuilder.Redirect.DISCARD)
            .start();
    BufferedReader told = child.inputReader();
    assertThat(told.readLine()).isEqualTo("written");
    assertThat(beside()).singleElement().asString().startsWith("model.opening~");
    return child;
  }

  @Test
  void aProcessThatIsToldToStopLeavesNothing() throws IOException, InterruptedException {
    Process child = opening();
    child.destroy();
    child.waitFor();
    assertThat(beside()).isEmpty();
  }

  @Test
  void whatAKilledProcessLeftIsRemovedByTheNextAndWhatALivingOneHasIsNot()
      throws IOException, InterruptedException {
    Process child = opening();
    Unpacked.folder(folder.resolve("model2"), other -> other.file("x", text("x")));
    assertThatThrownBy(() -> Unpacked.folder(into, UnpackedTest::fails))
        .isInstanceOf(IllegalStateException.class);
    assertThat(beside()).hasSize(2);
    child.destroyForcibly().waitFor();
    assertThat(beside()).hasSize(2);
    Unpacked.folder(into, next -> next.file("x", text("next")));
    assertThat(beside()).containsExactly("model", "model2");
    assertThat(into.resolve("x")).hasContent("next");
  }
}
