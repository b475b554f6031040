package dev.bulwark.cli.command;

import dev.bulwark.kernel.bytes.Bytes;
import dev.bulwark.kernel.fault.ProblemType.Exit;
import dev.bulwark.project.Shell;
import dev.bulwark.project.terminal.Progress;
import dev.bulwark.registry.signing.Certificates;
import dev.bulwark.registry.signing.PublicKeyEc;
import dev.bulwark.registry.signing.TreeHasher;
import dev.bulwark.registry.signing.TreeVerification;
import dev.bulwark.registry.signing.TreeVerification.Reason;
import dev.bulwark.registry.signing.TreeVerifier;
import dev.bulwark.registry.signing.Trust;
import dev.bulwark.registry.signing.TrustedRoot;
import java.nio.file.Path;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/// Holds a folder or a file against its signature.
@Command(
    name = "verify",
    mixinStandardHelpOptions = true,
    description = {
      "Verifies a model's folder or file against its signature.",
      "Reads what OpenSSF Model Signing v1.0 tools write; offline, without a project. Exits with 0 when every byte is as signed and nothing else is there, 1 when it is refused, 3 when it is over a limit."
    })
public final class VerifyCommand implements Callable<Integer> {
  private final Shell shell;

  @Spec private CommandSpec spec = CommandSpec.create();

  @Parameters(index = "0", paramLabel = "PATH", description = "The folder or file.")
  private Path path = Path.of(".");

  @Option(
      names = "--signature",
      paramLabel = "FILE",
      description = "The signature. Default: PATH/model.sig, or FILE.sig beside a file.")
  private @Nullable Path signature;

  @ArgGroup(exclusive = true, multiplicity = "1")
  private Trusted trusted = new Trusted();

  @Option(
      names = "--time-roots",
      paramLabel = "FILE",
      description =
          "Roots of time-stamping authorities in PEM: with a time stamp of theirs, a signature outlives its certificates.")
  private @Nullable Path timeRoots;

  @Option(
      names = "--allow-ignored",
      paramLabel = "NAME",
      description =
          "A name, relative to PATH, that the signer may leave out. What a loader could run needs its own full name.")
  private List<String> allowedIgnores = new ArrayList<>();

  @Option(
      names = "--allow-symlinks",
      description = "Follow links to files inside PATH, when the signer did.")
  private boolean allowSymlinks;

  @Option(
      names = "--jobs",
      paramLabel = "N",
      description = "How many files are read at once. Default: one per processor.")
  private int jobs = Runtime.getRuntime().availableProcessors();

  @Mixin private JsonOption json = new JsonOption();

  /// Whose signature counts.
  static final class Trusted {
    @Option(
        names = "--key",
        paramLabel = "PUB",
        description = "The signer's public key in PEM or DER.")
    private @Nullable Path key;

    @Option(
        names = "--roots",
        paramLabel = "FILE",
        description = "Root certificates in PEM that the signer's certificate must lead to.")
    private @Nullable Path roots;

    @ArgGroup(exclusive = false, multiplicity = "1")
    private @Nullable Identity identity;
  }

  /// Somebody who signs through Sigstore, without a key of their own.
  static final class Identity {
    @Option(
        names = "--trusted-root",
        paramLabel = "JSON",
        required = true,
        description = "The Sigstore instance's trusted_root.json; nothing is fetched.")
    private Path trustedRoot = Path.of("trusted_root.json");

    @Option(
        names = "--identity",
        paramLabel = "NAME",
        required = true,
        description = "The signer's e-mail address or URI, exactly.")
    private String name = "";

    @Option(
        names = "--issuer",
        paramLabel = "URI",
        required = true,
        description = "Who vouched for the identity, exactly.")
    private String issuer = "";
  }

  public VerifyCommand(Shell shell) {
    this.shell = shell;
  }

  @Override
  public Integer call() {
    if (jobs < 1) {
      throw new ParameterException(
          spec.commandLine(), "expected at least 1 for --jobs, found " + jobs);
    }
    Trust trust = trust();
    TreeVerification verification = verify(trust);
    if (json.wanted()) {
      JsonOption.print(shell.terminal(), TreeText.json(verification));
    } else {
      tell(verification);
    }
    return exit(verification).code();
  }

  private Trust trust() {
    List<X509Certificate> times =
        timeRoots == null ? List.of() : certificates(timeRoots, "roots of time authorities");
    if (trusted.key != null) {
      return new Trust.Key(
          PublicKeyEc.parse(TreeFiles.read(trusted.key, TreeFiles.MAX_KEY, "a public key")), times);
    }
    if (trusted.identity != null) {
      return identity(trusted.identity);
    }
    Path roots = java.util.Objects.requireNonNull(trusted.roots);
    return new Trust.Roots(certificates(roots, "root certificates"), times);
  }

  private Trust identity(Identity identity) {
    if (timeRoots != null) {
      throw new ParameterException(
          spec.commandLine(),
          "expected no --time-roots with --trusted-root, which names its own authorities");
    }
    Bytes root = TreeFiles.read(identity.trustedRoot, TreeFiles.MAX_KEY, "a trusted root");
    return new Trust.Sigstore(TrustedRoot.parse(root), identity.name, identity.issuer);
  }

  private static List<X509Certificate> certificates(Path file, String what) {
    return Certificates.parsePem(TreeFiles.read(file, TreeFiles.MAX_KEY, what));
  }

  private TreeVerification verify(Trust trust) {
    Path file = TreeFiles.signature(path, signature);
    Bytes bundle = TreeFiles.read(file, TreeVerifier.MAX_BUNDLE, "a signature");
    try (Progress progress = new Progress(shell.terminal(), shell.nanoTime())) {
      TreeHasher hasher = new TreeHasher(jobs, name -> progress.step("reading " + name));
      return new TreeVerifier(hasher)
          .verify(
              path,
              Optional.of(file),
              bundle,
              trust,
              new TreeVerifier.Options(allowSymlinks, allowedIgnores),
              shell.clock().instant());
    }
  }

  private void tell(TreeVerification verification) {
    TreeText text = new TreeText(shell.terminal(), path);
    switch (verification) {
      case TreeVerification.Verified verified -> text.verified(verified);
      case TreeVerification.Refused refused -> text.refused(refused);
    }
  }

  private static Exit exit(TreeVerification verification) {
    return switch (verification) {
      case TreeVerification.Verified _ -> Exit.OPEN;
      case TreeVerification.Refused refused ->
          refused.reason() == Reason.OVER_LIMIT ? Exit.INCOMPLETE : Exit.CLOSED;
    };
  }
}
