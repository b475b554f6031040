package dev.bulwark.cli.command;

import dev.bulwark.inventory.osv.Advisories;
import dev.bulwark.inventory.osv.Advisory;
import dev.bulwark.kernel.bytes.ByteSize;
import dev.bulwark.kernel.fault.ProblemType.Exit;
import dev.bulwark.project.Shell;
import dev.bulwark.project.inventory.AdvisoryStore;
import dev.bulwark.project.inventory.AdvisoryText;
import dev.bulwark.project.inventory.OpenAdvisories;
import dev.bulwark.project.terminal.Progress;
import dev.bulwark.project.workspace.WorkspaceFault;
import java.nio.file.Path;
import java.time.Instant;
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

/// What is known about vulnerabilities: imported once, asked offline.
@Command(
    name = "advisories",
    mixinStandardHelpOptions = true,
    description = {
      "Imports and shows advisories, so that they are asked offline.",
      "They come from the zips OSV publishes, CISA's catalogue and EPSS."
    })
public final class AdvisoriesCommand implements Runnable {
  private static final ByteSize LARGEST = ByteSize.ofMib(64);

  @Spec private CommandSpec spec = CommandSpec.create();

  @Override
  public void run() {
    throw new ParameterException(
        spec.commandLine(), "a subcommand is needed: import, list or show");
  }

  /// The subcommands, for registration.
  public static List<Object> subcommands(Shell shell) {
    return List.of(new Import(shell), new ListAll(shell), new Show(shell));
  }

  /// VEX documents somebody names.
  static List<AdvisoryStore.Content> vex(List<Path> files) {
    return files.stream()
        .map(
            file ->
                new AdvisoryStore.Content(file, TreeFiles.read(file, LARGEST, "a VEX document")))
        .toList();
  }

  private static Exit list(Shell shell, OpenAdvisories open, boolean json) {
    Instant now = shell.clock().instant();
    AdvisoryText.list(shell.terminal(), open, now, json);
    return open.weakness(now).isEmpty() ? Exit.OPEN : Exit.INCOMPLETE;
  }

  @Command(
      name = "import",
      mixinStandardHelpOptions = true,
      description = {
        "Imports advisories, all of what is given or nothing.",
        "The zips replace those of earlier imports together, and so do the VEX documents; what is"
            + " not given stays as it is. Then `recheck` asks again about what runs."
      })
  static final class Import implements Callable<Integer> {
    private final Shell shell;

    @Spec private CommandSpec spec = CommandSpec.create();

    @Parameters(
        arity = "0..*",
        paramLabel = "ZIP",
        description = "The all.zip of an ecosystem, as OSV publishes it.")
    private List<Path> zips = List.of();

    @Option(
        names = "--kev",
        paramLabel = "FILE",
        description = "CISA's catalogue of exploited vulnerabilities (JSON).")
    private @Nullable Path kev;

    @Option(
        names = "--epss",
        paramLabel = "FILE",
        description = "FIRST's exploit prediction scores (CSV, gzipped or not).")
    private @Nullable Path epss;

    @Option(
        names = "--vex",
        paramLabel = "FILE",
        description =
            "What suppliers say about vulnerabilities: OpenVEX or CycloneDX; may be given several"
                + " times.")
    private List<Path> vex = List.of();

    @Mixin private LaterProject where = new LaterProject();

    @Mixin private JsonOption json = new JsonOption();

    Import(Shell shell) {
      this.shell = shell;
    }

    @Override
    public Integer call() {
      if (zips.isEmpty() && kev == null && epss == null && vex.isEmpty()) {
        throw new ParameterException(
            spec.commandLine(), "expected a ZIP, --kev, --epss or --vex, found nothing to import");
      }
      for (Path zip : zips) {
        if (!java.nio.file.Files.isRegularFile(zip)) {
          throw new WorkspaceFault(
              WorkspaceFault.INVALID, "expected a zip of OSV records at " + zip + ", found none");
        }
      }
      if (!java.nio.file.Files.isDirectory(where.project())) {
        throw new WorkspaceFault(
            WorkspaceFault.INVALID,
            "expected the project's folder at " + where.project() + ", found none");
      }
      AdvisoryStore store = new AdvisoryStore(where.home(shell), shell);
      AdvisoryStore.Given given =
          new AdvisoryStore.Given(
              zips,
              content(kev, "CISA's catalogue (JSON)"),
              content(epss, "exploit prediction scores (CSV)"),
              vex(vex));
      try (Progress progress = new Progress(shell.terminal(), shell.nanoTime())) {
        store.take(given, progress);
      }
      try (OpenAdvisories open = store.open()) {
        list(shell, open, json.wanted());
      }
      return Exit.OPEN.code();
    }

    private static Optional<AdvisoryStore.Content> content(@Nullable Path file, String what) {
      return file == null
          ? Optional.empty()
          : Optional.of(new AdvisoryStore.Content(file, TreeFiles.read(file, LARGEST, what)));
    }
  }

  @Command(
      name = "list",
      mixinStandardHelpOptions = true,
      description = {
        "Shows what was imported and how old it is.",
        "Exit 3 when there is nothing, or it is older than seven days."
      })
  static final class ListAll implements Callable<Integer> {
    private final Shell shell;

    @Mixin private LaterProject where = new LaterProject();

    @Mixin private JsonOption json = new JsonOption();

    ListAll(Shell shell) {
      this.shell = shell;
    }

    @Override
    public Integer call() {
      try (OpenAdvisories open = new AdvisoryStore(where.home(shell), shell).open()) {
        return list(shell, open, json.wanted()).code();
      }
    }
  }

  @Command(
      name = "show",
      mixinStandardHelpOptions = true,
      description = "Shows one advisory: what it is about, which versions.")
  static final class Show implements Callable<Integer> {
    private final Shell shell;

    @Parameters(
        index = "0",
        paramLabel = "ID",
        description = "Its id or another name of the problem: GHSA-…, PYSEC-…, CVE-….")
    private String id = "";

    @Mixin private LaterProject where = new LaterProject();

    @Mixin private JsonOption json = new JsonOption();

    Show(Shell shell) {
      this.shell = shell;
    }

    @Override
    public Integer call() {
      try (OpenAdvisories open = new AdvisoryStore(where.home(shell), shell).open()) {
        Advisories all =
            open.advisories()
                .orElseThrow(
                    () ->
                        new WorkspaceFault(
                            WorkspaceFault.INVALID,
                            "expected advisories, found none; run `bulwark advisories import`"));
        List<Advisory> found =
            all.files().stream().flatMap(file -> file.named(id).stream()).distinct().toList();
        if (found.isEmpty()) {
          throw new WorkspaceFault(
              WorkspaceFault.INVALID,
              "expected the id of an imported advisory, found \"" + id + "\"");
        }
        AdvisoryText.show(shell.terminal(), found, all, json.wanted());
        return Exit.OPEN.code();
      }
    }
  }
}
