package dev.bulwark.cli;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.stream.Stream;

/// A project whose release gate is open for two versions of scorer: the first was found good in
/// staging, nothing runs in production.
final class GateOpen {
  private static final Instant SINCE = Instant.parse("2026-11-24T12:00:00Z");

  private GateOpen() {}

  static final String SETUP =
      """
      $ copy credit-scoring @/project
      $ bulwark check @/project
      $ bulwark keys new ada --role accountable --insecure-no-passphrase -C @/project
      $ bulwark keys new ben --role technical --insecure-no-passphrase -C @/project
      $ bulwark keys new cleo --role security --insecure-no-passphrase -C @/project
      $ bulwark keys new dan --role risk --insecure-no-passphrase -C @/project
      $ bulwark keys new pri --role privacy --insecure-no-passphrase -C @/project
      $ bulwark keys new rex --role registrar --insecure-no-passphrase -C @/project
      $ bulwark keys new pia --role promoter --insecure-no-passphrase -C @/project
      $ bulwark keys new rob --role rollback --insecure-no-passphrase -C @/project
      $ bulwark attest role-acceptance --as ada -C @/project
      $ bulwark attest risk-approval --as dan -C @/project
      $ bulwark attest threat-model-approval --as cleo -C @/project
      $ bulwark attest model-choice --as ben -C @/project
      $ bulwark attest privacy-assessment --as pri -C @/project
      $ bulwark attest training-records --as cleo -C @/project
      $ bulwark attest use-screening --as dan -C @/project
      $ bulwark attest design-review --as cleo -C @/project
      $ bulwark attest incident-plan --as cleo -C @/project
      $ bulwark attest incident-plan --as ada -C @/project
      $ bulwark attest release-approval --as ada -C @/project
      $ bulwark attest release-approval --as cleo -C @/project
      $ bulwark model push @/project/models --name scorer --as rex -C @/project
      $ bulwark env add staging --gate stage --key-file @/staging.key --as rex --insecure-no-passphrase -C @/project
      $ bulwark env add production --gate release --after staging --key-file @/production.key --as rex --insecure-no-passphrase -C @/project
      $ bulwark promote scorer@1 --to staging --as pia -C @/project
      $ flip @/project/models/scorer.safetensors -1
      $ bulwark model push @/project/models/scorer.safetensors --name scorer --base scorer@1 --as rex -C @/project
      $ bulwark check @/project
      $ bulwark attest release-approval --as cleo -C @/project
      $ bulwark check @/project
      """;

  /// Goes on two hours after the setup began.
  static Session session(Path folder) {
    return new Session(folder, Path.of("..", "examples"), SINCE);
  }

  /// Everything, keys and what they may be read by included.
  static void copy(Path from, Path to) {
    try (Stream<Path> files = Files.walk(from)) {
      for (Path file : files.toList()) {
        Path target = to.resolve(from.relativize(file));
        if (Files.isDirectory(file)) {
          Files.createDirectories(target);
        } else {
          Files.copy(file, target, java.nio.file.StandardCopyOption.COPY_ATTRIBUTES);
        }
        Files.setPosixFilePermissions(target, Files.getPosixFilePermissions(file));
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
