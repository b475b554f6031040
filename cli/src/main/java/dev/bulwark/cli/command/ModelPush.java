package dev.bulwark.cli.command;

import dev.bulwark.kernel.fault.ProblemType.Exit;
import dev.bulwark.project.Shell;
import dev.bulwark.project.registry.IncomingFiles;
import dev.bulwark.project.registry.ProvenanceFiles;
import dev.bulwark.project.registry.RegistryDesk;
import dev.bulwark.project.registry.RegistryText;
import dev.bulwark.project.terminal.Progress;
import dev.bulwark.registry.VersionId;
import dev.bulwark.registry.event.RegistryEvent;
import dev.bulwark.registry.intake.Incoming;
import dev.bulwark.registry.provenance.Provenance;
import dev.bulwark.registry.state.Version;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/// Takes files in as the next version.
@Command(
    name = "push",
    mixinStandardHelpOptions = true,
    description = {
      "Seals files as the next version of an asset.",
      "Then every check runs over what is stored: Ready, exit 0; Failed and kept in quarantine with"
          + " its findings, exit 1."
    })
final class ModelPush implements Callable<Integer> {
  private final Shell shell;

  @Parameters(
      arity = "1..*",
      paramLabel = "PATH",
      description = "Files and folders; a folder's files keep their names below it.")
  private List<Path> paths = List.of();

  @Option(
      names = "--name",
      required = true,
      paramLabel = "ASSET",
      description = "What the lineage is called: scorer.")
  private String name = "";

  @Mixin private KindOption kind = new KindOption();

  @Option(
      names = "--base",
      paramLabel = "VERSION",
      converter = VersionWord.class,
      description =
          "Keep the other files of an earlier version as they are, without reading them again.")
  private @Nullable VersionId base;

  @Option(
      names = "--without",
      paramLabel = "FILE",
      description = "Leave out a file of the base; may be given several times.")
  private Set<String> without = Set.of();

  @Option(
      names = "--from",
      paramLabel = "RELATION:VERSION",
      description =
          "What it comes from: trained-on:applications@2, derived-from:scorer@1; may be given"
              + " several times.")
  private List<String> lineage = List.of();

  @Option(
      names = "--trained-on",
      paramLabel = "VERSION",
      converter = VersionWord.class,
      description = "Short for --from trained-on:VERSION; may be given several times.")
  private List<VersionId> trainedOn = List.of();

  @Option(
      names = "--derived-from",
      paramLabel = "VERSION",
      converter = VersionWord.class,
      description = "Short for --from derived-from:VERSION; may be given several times.")
  private List<VersionId> derivedFrom = List.of();

  @ArgGroup(exclusive = false)
  private @Nullable Built built;

  /// Who built it, in their own words.
  static final class Built {
    @Option(
        names = "--provenance",
        required = true,
        paramLabel = "FILE",
        description =
            "SLSA provenance v1 in a signed DSSE envelope; it must cover every file. Goes on record"
                + " and into the lineage.")
    private Path provenance = Path.of("");

    @Option(
        names = "--provenance-key",
        required = true,
        paramLabel = "FILE",
        description = "The builder's public key in PEM, or a Bulwark key.")
    private Path key = Path.of("");
  }

  @Mixin private Signatory signatory = new Signatory();

  @Mixin private LaterProject where = new LaterProject();

  @Mixin private JsonOption json = new JsonOption();

  ModelPush(Shell shell) {
    this.shell = shell;
  }

  @Override
  public Integer call() {
    List<Incoming.File> files = IncomingFiles.of(paths);
    Optional<Provenance> provenance =
        Optional.ofNullable(built).map(it -> ProvenanceFiles.read(it.provenance, it.key));
    try (RegistryDesk desk = RegistryDesk.open(where.home(shell), shell);
        Progress progress = new Progress(shell.terminal(), shell.nanoTime())) {
      Incoming incoming =
          new Incoming(
              name,
              kind.kind(),
              Optional.ofNullable(base),
              files,
              without,
              lineage(desk),
              provenance);
      Version version =
          desk.intake()
              .push(
                  incoming,
                  signatory.open(desk.workspace(), shell),
                  file -> progress.step("sealing " + file));
      progress.wipe();
      RegistryText.version(shell.terminal(), version, json.wanted());
      return version.state() == Version.State.READY ? Exit.OPEN.code() : Exit.CLOSED.code();
    }
  }

  private List<RegistryEvent.Lineage> lineage(RegistryDesk desk) {
    List<RegistryEvent.Lineage> all = new ArrayList<>();
    for (String each : lineage) {
      int colon = each.indexOf(':');
      VersionId id = new VersionWord().convert(each.substring(colon + 1));
      all.add(from(desk, colon < 1 ? "derived-from" : each.substring(0, colon), id));
    }
    trainedOn.forEach(id -> all.add(from(desk, "trained-on", id)));
    derivedFrom.forEach(id -> all.add(from(desk, "derived-from", id)));
    return all;
  }

  private static RegistryEvent.Lineage from(RegistryDesk desk, String relation, VersionId id) {
    return new RegistryEvent.Lineage(
        relation, id.toString(), desk.state().version(id).content().digest());
  }
}
