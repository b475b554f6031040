package dev.bulwark.cli.command;

import dev.bulwark.kernel.bytes.ByteSize;
import dev.bulwark.kernel.bytes.Bytes;
import dev.bulwark.kernel.fault.ProblemType.Exit;
import dev.bulwark.project.Shell;
import dev.bulwark.project.terminal.Progress;
import dev.bulwark.registry.signing.Certificates;
import dev.bulwark.registry.signing.HashType;
import dev.bulwark.registry.signing.PrivateKeyEc;
import dev.bulwark.registry.signing.Serialization;
import dev.bulwark.registry.signing.Serialization.Cut;
import dev.bulwark.registry.signing.TreeHasher;
import dev.bulwark.registry.signing.TreeSigner;
import dev.bulwark.registry.signing.TreeSigner.Identity;
import dev.bulwark.registry.signing.TreeSigner.Previous;
import dev.bulwark.registry.signing.TreeSigner.Signed;
import dev.bulwark.registry.signing.TreeVerifier;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/// Signs a folder or a file as OpenSSF Model Signing says.
@Command(
    name = "sign",
    mixinStandardHelpOptions = true,
    description = {
      "Signs a model's folder or file (OpenSSF Model Signing v1.0).",
      "Works on any folder, offline and without a project. The reference verifier reads the signature too. Exits with 0 when the signature is written."
    })
public final class SignCommand implements Callable<Integer> {
  private final Shell shell;

  @Spec private CommandSpec spec = CommandSpec.create();

  @Parameters(arity = "0..1", paramLabel = "PATH", description = "The folder or file to sign.")
  private @Nullable Path path;

  @Option(
      names = "--key",
      paramLabel = "FILE",
      description = "The private key in PEM: P-256, P-384 or P-521; PKCS#8 or SEC 1.")
  private @Nullable Path key;

  @Option(
      names = "--new-key",
      paramLabel = "FILE",
      description = "Make a P-384 key and its public half FILE.pub first; with PATH, sign with it.")
  private @Nullable Path newKey;

  @Option(
      names = "--insecure-no-passphrase",
      description = "Leave the new key without a passphrase.")
  private boolean insecureNoPassphrase;

  @Mixin private SecretOptions secret = new SecretOptions();

  @Option(
      names = "--certificate",
      paramLabel = "FILE",
      description =
          "Certificates in PEM, the signer's first, without the root; may be given several times.")
  private List<Path> certificates = new ArrayList<>();

  @Option(
      names = "--output",
      paramLabel = "FILE",
      description = "Where the signature goes. Default: PATH/model.sig, or FILE.sig beside a file.")
  private @Nullable Path output;

  @Option(
      names = "--hash",
      paramLabel = "NAME",
      description = "sha256 (default), blake2b or blake3; all but sha256 are slower here.")
  private String hash = HashType.SHA256.id();

  @Option(
      names = "--shards",
      paramLabel = "SIZE",
      description =
          "Digest pieces of SIZE (such as 1GiB) instead of whole files: faster on few large files; refuses empty ones.")
  private @Nullable String shards;

  @Option(
      names = "--ignore",
      paramLabel = "NAME",
      description =
          "Leave this name, relative to PATH, out of the signature; every verifier has to allow it.")
  private List<String> ignored = new ArrayList<>();

  @Option(
      names = "--allow-symlinks",
      description = "Sign links to files inside PATH as those files.")
  private boolean allowSymlinks;

  @Option(
      names = "--previous",
      paramLabel = "FILE",
      description = "An older signature by the same key, for --reuse-unchanged.")
  private @Nullable Path previous;

  @Option(
      names = "--reuse-unchanged",
      description =
          "Take digests from --previous without reading the files, except new ones and those named by --changed. You vouch that nothing else changed.")
  private boolean reuseUnchanged;

  @Option(
      names = "--changed",
      paramLabel = "NAME",
      description = "A name, relative to PATH, that is read again.")
  private List<String> changed = new ArrayList<>();

  @Option(
      names = "--jobs",
      paramLabel = "N",
      description = "How many files are read at once. Default: one per processor.")
  private int jobs = Runtime.getRuntime().availableProcessors();

  @Mixin private JsonOption json = new JsonOption();

  public SignCommand(Shell shell) {
    this.shell = shell;
  }

  @Override
  public Integer call() {
    requireSense();
    PrivateKeyEc signer = newKey == null ? openKey() : makeKey(newKey);
    if (path == null) {
      return Exit.OPEN.code();
    }
    Path signature = TreeFiles.signature(path, output);
    TreeFiles.requireReplaceable(signature);
    Identity identity = new Identity(signer, chain());
    Signed signed = sign(path, signature, identity);
    Files.write(signature, signed.bundle().utf8());
    tell(path, signed, signature, identity);
    return Exit.OPEN.code();
  }

  private void requireSense() {
    if ((key == null) == (newKey == null)) {
      throw wrong("expected either --key or --new-key");
    }
    if (path == null && newKey == null) {
      throw wrong("expected a PATH to sign");
    }
    if (path == null && json.wanted()) {
      throw wrong("expected a PATH to sign with --json");
    }
    if (reuseUnchanged != (previous != null) || (!changed.isEmpty() && !reuseUnchanged)) {
      throw wrong("expected --previous and --reuse-unchanged together, and --changed only then");
    }
    if (jobs < 1) {
      throw wrong("expected at least 1 for --jobs, found " + jobs);
    }
  }

  private ParameterException wrong(String message) {
    return new ParameterException(spec.commandLine(), message);
  }

  private PrivateKeyEc openKey() {
    Path file = java.util.Objects.requireNonNull(key);
    Bytes pem = TreeFiles.read(file, TreeFiles.MAX_KEY, "a private key");
    TreeFiles.warnOfReaders(file, shell.terminal());
    if (!PrivateKeyEc.isEncrypted(pem)) {
      return PrivateKeyEc.parse(pem, Optional.empty());
    }
    char[] passphrase = secret.characters("Passphrase of " + file, shell.terminal());
    try {
      return PrivateKeyEc.parse(pem, Optional.of(passphrase));
    } finally {
      Arrays.fill(passphrase, '\0');
    }
  }

  private PrivateKeyEc makeKey(Path file) {
    SecureRandom random = new SecureRandom();
    PrivateKeyEc made = PrivateKeyEc.make(random);
    if (insecureNoPassphrase) {
      TreeFiles.create(file, made.pem(Optional.empty(), random), true);
    } else {
      char[] passphrase = secret.characters("New passphrase of " + file, shell.terminal());
      try {
        TreeFiles.create(file, made.pem(Optional.of(passphrase), random), true);
      } finally {
        Arrays.fill(passphrase, '\0');
      }
    }
    Path publicHalf = file.resolveSibling(file.getFileName() + ".pub");
    TreeFiles.create(publicHalf, made.publicKey().pem(), false);
    if (!json.wanted()) {
      shell.terminal().line("made " + made.publicKey());
      shell.terminal().line("  private, keep it: " + file);
      shell.terminal().line("  public, hand it out: " + publicHalf);
    }
    return made;
  }

  private List<java.security.cert.X509Certificate> chain() {
    return certificates.isEmpty()
        ? List.of()
        : Certificates.parsePem(TreeFiles.readAll(certificates, "certificates"));
  }

  private Signed sign(Path tree, Path signature, Identity identity) {
    try (Progress progress = new Progress(shell.terminal(), shell.nanoTime())) {
      TreeHasher hasher = new TreeHasher(jobs, name -> progress.step("reading " + name));
      return new TreeSigner(hasher)
          .sign(
              tree,
              Optional.of(signature),
              new Serialization(cut(), hash(), allowSymlinks, ignored),
              identity,
              previous(),
              shell.clock().instant());
    }
  }

  private Optional<Previous> previous() {
    return Optional.ofNullable(previous)
        .map(
            file ->
                new Previous(
                    TreeFiles.read(file, TreeVerifier.MAX_BUNDLE, "a signature"), changed));
  }

  private HashType hash() {
    return HashType.of(hash)
        .orElseThrow(
            () -> wrong("expected sha256, blake2b or blake3 for --hash, found \"" + hash + "\""));
  }

  private Cut cut() {
    if (shards == null) {
      return Cut.Files.FILES;
    }
    try {
      return new Cut.Shards(ByteSize.parse(shards).bytes());
    } catch (IllegalArgumentException | ArithmeticException e) {
      throw new ParameterException(
          spec.commandLine(),
          "expected a size from 1B for --shards, such as 1GiB, found \"" + shards + "\"",
          e);
    }
  }

  private void tell(Path tree, Signed signed, Path signature, Identity identity) {
    String signer =
        identity.certificates().isEmpty()
            ? identity.key().publicKey().toString()
            : identity.certificates().getFirst().getSubjectX500Principal().getName();
    if (json.wanted()) {
      JsonOption.print(shell.terminal(), TreeText.json(signed, signature, signer));
    } else {
      new TreeText(shell.terminal(), tree).signed(signed, signature, signer);
    }
  }
}
