package dev.bulwark.project.registry;

import dev.bulwark.kernel.bytes.Bytes;
import dev.bulwark.project.workspace.WorkspaceFault;
import dev.bulwark.registry.provenance.Provenance;
import dev.bulwark.registry.signing.StatementKey;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;

/// A builder's word and its key, as files.
public final class ProvenanceFiles {
  private static final int MOST_KEY_BYTES = 64 << 10;

  private ProvenanceFiles() {}

  /// @throws WorkspaceFault `request-invalid` when a file cannot be read
  /// @throws dev.bulwark.registry.RegistryFault `provenance-refused`
  /// @throws dev.bulwark.registry.signing.SigningFault `signing-key-unusable`
  public static Provenance read(Path envelope, Path key) {
    StatementKey opened = StatementKey.parse(bytes(key, MOST_KEY_BYTES));
    return Provenance.verify(bytes(envelope, (int) Provenance.MOST_BYTES.bytes()), opened);
  }

  /// At most one byte more than is allowed, so that it shows.
  private static Bytes bytes(Path file, int most) {
    try (InputStream in = Files.newInputStream(file)) {
      return Bytes.of(in.readNBytes(most + 1));
    } catch (IOException e) {
      throw new WorkspaceFault(
          WorkspaceFault.INVALID,
          "expected a file at %s, found none that can be read".formatted(file),
          e);
    }
  }
}
