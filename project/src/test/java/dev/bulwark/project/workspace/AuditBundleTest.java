package dev.bulwark.project.workspace;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// What people might hand an auditor instead of a bundle.
final class AuditBundleTest {
  @TempDir private Path folder;

  private Path zip(String name, String text) throws IOException {
    Path file = folder.resolve("bundle.zip");
    try (OutputStream out = Files.newOutputStream(file);
        ZipOutputStream zip = new ZipOutputStream(out)) {
      zip.putNextEntry(new ZipEntry(name));
      zip.write(text.getBytes(StandardCharsets.UTF_8));
      zip.closeEntry();
    }
    return file;
  }

  private void refused(Path file) throws IOException {
    Path work = Files.createDirectory(folder.resolve("work"));
    assertThatThrownBy(() -> AuditBundle.open(file, work))
        .isInstanceOf(WorkspaceFault.class)
        .hasMessageContaining("expected an audit bundle");
    try (Stream<Path> around = Files.list(folder)) {
      assertThat(around.map(path -> path.getFileName().toString()))
          .containsExactlyInAnyOrder("bundle.zip", "work");
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "../evil",
        "ledger/../../evil",
        "/etc/evil",
        "ledger//evil",
        "keys/people/mallory.key/../../../evil",
        "LEDGER/x",
        "ledger/..",
        "registry/x",
        "ledger\\..\\evil"
      })
  void namesThatNoBundleHasAreRefused(String name) throws IOException {
    refused(zip(name, "x"));
  }

  @Test
  void whatIsNoZipIsRefused() throws IOException {
    refused(Files.writeString(folder.resolve("bundle.zip"), "not a zip at all"));
  }

  @Test
  void anIndexOfAnotherFormatIsRefused() throws IOException {
    refused(zip("bundle.json", "{\"format\":\"bulwark-audit/v9\",\"judge\":{},\"ledger\":{}}"));
  }

  @Test
  void anIndexThatGrowsWithoutEndIsRefused() throws IOException {
    refused(zip("bundle.json", " ".repeat(100_000_000)));
  }

  @Test
  void aBundleWithoutItsIndexIsRefused() throws IOException {
    refused(zip("ledger/checkpoint", "x"));
  }
}
