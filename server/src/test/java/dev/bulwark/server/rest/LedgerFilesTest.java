package dev.bulwark.server.rest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class LedgerFilesTest {
  @TempDir private Path folder;

  @Test
  void aClientThatLeavesIsNoDefectAndALostFileIsOne() throws IOException {
    byte[] bytes = new byte[200_000];
    bytes[199_999] = 7;
    Path bundle = Files.write(folder.resolve("bundle.zip"), bytes);
    ByteArrayOutputStream whole = new ByteArrayOutputStream();
    LedgerFiles.copy(bundle, whole);
    assertThat(whole.toByteArray()).isEqualTo(bytes);
    assertThatCode(() -> LedgerFiles.copy(bundle, leaving())).doesNotThrowAnyException();
    assertThatThrownBy(() -> LedgerFiles.copy(folder.resolve("none"), whole))
        .isInstanceOf(NoSuchFileException.class);
  }

  private static OutputStream leaving() {
    return new OutputStream() {
      private int left = 100_000;

      @Override
      public void write(int one) throws IOException {
        if (left-- == 0) {
          throw new IOException("Broken pipe");
        }
      }
    };
  }
}
