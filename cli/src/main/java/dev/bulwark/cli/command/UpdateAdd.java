package dev.bulwark.cli.command;

import dev.bulwark.kernel.bytes.Bytes;
import dev.bulwark.kernel.fault.ProblemType.Exit;
import dev.bulwark.project.Shell;
import dev.bulwark.project.registry.RegistryDesk;
import dev.bulwark.project.registry.UpdateText;
import dev.bulwark.registry.channel.Address;
import dev.bulwark.registry.channel.Source;
import dev.bulwark.registry.channel.Terms;
import dev.bulwark.registry.channel.Watch;
import dev.bulwark.registry.channel.Window;
import dev.bulwark.registry.event.Canary;
import dev.bulwark.registry.signing.Certificates;
import dev.bulwark.registry.signing.PublicKeyEc;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/// Opens a channel.
@Command(
    name = "add",
    mixinStandardHelpOptions = true,
    description = {
      "Opens a channel: what you sign is all it may ever do.",
      "Needs the role registrar; promoter too when it goes anywhere, and rollback when it goes back"
          + " by itself. The terms cannot be changed afterwards; remove the channel and open"
          + " another."
    })
final class UpdateAdd implements Callable<Integer> {
  private final Shell shell;

  @Parameters(index = "0", paramLabel = "CHANNEL", description = "Such as vendor.")
  private String channel = "";

  @Option(
      names = "--asset",
      required = true,
      paramLabel = "ASSET",
      description = "The one lineage it is about: scorer.")
  private String asset = "";

  @Mixin private KindOption kind = new KindOption();

  @ArgGroup(multiplicity = "1")
  private From from = new From();

  /// Where releases come from.
  static final class From {
    @Option(
        names = "--folder",
        paramLabel = "DIR",
        description = "Folders ASSET-NUMBER in here, each signed with `bulwark sign`.")
    private @Nullable Path folder;

    @Option(
        names = "--index",
        paramLabel = "URL",
        description = "An index of releases, with their files beside it under ASSET-NUMBER/.")
    private @Nullable String index;

    @Option(names = "--registry", description = "The versions people push to this registry.")
    private boolean registry;
  }

  @Option(
      names = "--publisher",
      paramLabel = "PUB",
      description = "A public key that releases must be signed with; may be given several times.")
  private List<Path> publishers = List.of();

  @Option(
      names = "--ca",
      paramLabel = "FILE",
      description = "Certificates in PEM that servers must lead to, instead of the machine's own.")
  private @Nullable Path authority;

  @Option(
      names = "--insecure-http",
      description = "Take plain http, which anybody on the way can answer; shown and recorded.")
  private boolean insecureHttp;

  @Option(
      names = "--place",
      paramLabel = "DIR",
      defaultValue = "",
      description =
          "The project's folder where the asset's files lie: a candidate is tested in their place.")
  private String place = "";

  @Option(
      names = "--to",
      paramLabel = "ENV",
      description = "Where it brings a version, in this order; may be given several times.")
  private List<String> path = List.of();

  @Option(
      names = "--soak",
      paramLabel = "TIME",
      defaultValue = "24h",
      converter = Span.class,
      description = "How long it runs well in one before the next. Default: ${DEFAULT-VALUE}.")
  private Duration soak = Duration.ofHours(24);

  @Option(
      names = "--window",
      paramLabel = "WHEN",
      converter = WindowWord.class,
      description = "When it may move, in UTC: mon-thu,08:00-16:00; always when left out.")
  private List<Window> windows = List.of();

  @ArgGroup(multiplicity = "0..1")
  private By by = new By();

  /// Who says how a release does.
  static final class By {
    @Option(
        names = "--watch-file",
        paramLabel = "FILE",
        description = "A file that says how a release does, in JSON.")
    private @Nullable Path file;

    @Option(names = "--watch-url", paramLabel = "URL", description = "An address that says so.")
    private @Nullable String url;
  }

  @Option(
      names = "--watch-for",
      paramLabel = "TIME",
      defaultValue = "24h",
      converter = Span.class,
      description = "How long a bad word takes a release back. Default: ${DEFAULT-VALUE}.")
  private Duration watchFor = Duration.ofHours(24);

  @Option(
      names = "--on-failed-watch",
      paramLabel = "WHAT",
      defaultValue = "ROLLBACK",
      description = "${COMPLETION-CANDIDATES}. Default: ${DEFAULT-VALUE}.")
  private Terms.OnFailedWatch onFailedWatch = Terms.OnFailedWatch.ROLLBACK;

  @Option(
      names = "--share",
      paramLabel = "PERCENT",
      defaultValue = "100",
      description =
          "How many percent of the last environment's nodes get a version first, 1 to 99, until it"
              + " soaked there; all at once when left out.")
  private int share = Canary.WHOLE;

  @Option(
      names = "--fetch-within",
      paramLabel = "TIME",
      defaultValue = "30m",
      converter = Span.class,
      description =
          "How long one run may wait for the source, for everything together, up to a day. Default:"
              + " ${DEFAULT-VALUE}.")
  private Duration fetchWithin = Terms.FETCH_WITHIN;

  @Mixin private ReasonOption reason = new ReasonOption();

  @Mixin private Signatory signatory = new Signatory();

  @Mixin private LaterProject where = new LaterProject();

  @Mixin private JsonOption json = new JsonOption();

  UpdateAdd(Shell shell) {
    this.shell = shell;
  }

  @Override
  public Integer call() {
    Terms terms = terms();
    try (RegistryDesk desk = RegistryDesk.open(where.home(shell), shell)) {
      desk.registrar().follow(terms, signatory.open(desk.workspace(), shell), reason.text());
      new UpdateText(shell.terminal(), json.wanted())
          .channels(List.of(desk.state().channel(channel)));
    }
    return Exit.OPEN.code();
  }

  private Terms terms() {
    return new Terms(
        channel,
        asset,
        kind.kind(),
        source(),
        publishers.stream()
            .map(file -> PublicKeyEc.parse(TreeFiles.read(file, TreeFiles.MAX_KEY, "a public key")))
            .toList(),
        place,
        path,
        soak,
        windows,
        watch(),
        watchFor,
        onFailedWatch,
        share,
        fetchWithin);
  }

  private Source source() {
    if (from.folder != null) {
      return new Source.Folder(absolute(from.folder));
    }
    return from.registry
        ? new Source.People()
        : new Source.Index(address(Objects.requireNonNull(from.index)));
  }

  private Watch watch() {
    if (by.file != null) {
      return new Watch.File(absolute(by.file));
    }
    return by.url == null ? new Watch.Nobody() : new Watch.Ask(address(by.url));
  }

  private Address address(String url) {
    return Address.of(url, authority(), insecureHttp);
  }

  /// Read now, so that what is no certificate stops this command and not each pass to come.
  private String authority() {
    if (authority == null) {
      return "";
    }
    Bytes pem = TreeFiles.read(authority, TreeFiles.MAX_KEY, "certificates");
    Certificates.parsePem(pem);
    return pem.utf8();
  }

  private static String absolute(Path path) {
    return path.toAbsolutePath().normalize().toString();
  }
}
