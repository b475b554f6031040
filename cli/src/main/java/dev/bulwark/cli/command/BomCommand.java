package dev.bulwark.cli.command;

import dev.bulwark.inventory.bom.BillOfMaterials;
import dev.bulwark.inventory.bom.CycloneDx;
import dev.bulwark.inventory.bom.Spdx;
import dev.bulwark.inventory.vex.VexStatement;
import dev.bulwark.kernel.bytes.ByteSize;
import dev.bulwark.kernel.bytes.Bytes;
import dev.bulwark.kernel.check.Place;
import dev.bulwark.kernel.fault.ProblemType.Exit;
import dev.bulwark.kernel.json.Json;
import dev.bulwark.project.Shell;
import dev.bulwark.project.inventory.AdvisoryStore;
import dev.bulwark.project.inventory.OpenAdvisories;
import dev.bulwark.project.inventory.ProjectBill;
import dev.bulwark.project.inventory.VexFiles;
import dev.bulwark.project.registry.RegistryDesk;
import dev.bulwark.project.terminal.Progress;
import dev.bulwark.registry.VersionId;
import dev.bulwark.registry.state.Version;
import java.nio.file.Path;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;
import picocli.CommandLine.TypeConversionException;

/// Writes the bill of materials of a project, or checks one of others.
@Command(
    name = "bom",
    description = {
      "Writes the AI bill of materials, or checks somebody's.",
      "With --version, of what lies in the registry under that name. Packages come from lock files"
          + " and manifests, models and datasets with digests from bulwark.yaml, vulnerabilities"
          + " from imported advisories.",
      "The same files give the same bytes, but for the time. Exit 3 when something could not be"
          + " read: the bill then says it is incomplete."
    })
public final class BomCommand implements Callable<Integer> {
  private static final ByteSize LARGEST = ByteSize.ofMib(64);

  private final Shell shell;

  @Spec private CommandSpec spec = CommandSpec.create();

  /// Read by picocli alone; the standard options would take `--version` for themselves.
  @SuppressWarnings("UnusedVariable")
  @Option(
      names = {"-h", "--help"},
      usageHelp = true,
      description = "Show this help message and exit.")
  private boolean help;

  @Option(
      names = "--version",
      paramLabel = "NAME@N",
      converter = VersionWord.class,
      description = "Of one version in the registry, such as scorer@3, instead of the project.")
  private @Nullable VersionId version;

  @Mixin private ProjectOptions where = new ProjectOptions();

  @Option(
      names = "--format",
      paramLabel = "FORMAT",
      converter = FormatWord.class,
      description = "cyclonedx-1.7 (default), cyclonedx-1.6 or spdx-3.0.")
  private @Nullable Format format;

  @Option(
      names = "--output",
      paramLabel = "FILE",
      description = "Write it there instead of printing it.")
  private @Nullable Path output;

  @Option(
      names = "--vex",
      paramLabel = "FILE",
      description =
          "What suppliers say about vulnerabilities: OpenVEX or CycloneDX; may be given several"
              + " times.")
  private List<Path> vex = List.of();

  @Option(
      names = "--check",
      paramLabel = "FILE",
      description =
          "Check a CycloneDX document, 1.5 to 1.7, against the official schema: valid, exit 0; not,"
              + " exit 1.")
  private @Nullable Path check;

  @Mixin private JsonOption json = new JsonOption();

  /// The formats a bill is written in.
  enum Format {
    CYCLONEDX_1_6("cyclonedx-1.6"),
    CYCLONEDX_1_7("cyclonedx-1.7"),
    SPDX_3_0("spdx-3.0");

    private final String word;

    Format(String word) {
      this.word = word;
    }

    Json.Obj write(BillOfMaterials bill) {
      return switch (this) {
        case CYCLONEDX_1_6 -> CycloneDx.write(bill, CycloneDx.Version.V1_6);
        case CYCLONEDX_1_7 -> CycloneDx.write(bill, CycloneDx.Version.V1_7);
        case SPDX_3_0 -> Spdx.write(bill);
      };
    }
  }

  /// Reads a format by its word.
  static final class FormatWord implements ITypeConverter<Format> {
    @Override
    public Format convert(String text) {
      for (Format format : Format.values()) {
        if (format.word.equals(text)) {
          return format;
        }
      }
      throw new TypeConversionException(
          "expected cyclonedx-1.7, cyclonedx-1.6 or spdx-3.0, found \"" + text + "\"");
    }
  }

  public BomCommand(Shell shell) {
    this.shell = shell;
  }

  @Override
  public Integer call() {
    Path document = check;
    if (document != null) {
      if (format != null || output != null || version != null || !vex.isEmpty()) {
        throw new ParameterException(
            spec.commandLine(), "--check stands alone: it writes no bill of materials");
      }
      Bytes bytes = TreeFiles.read(document, LARGEST, "a CycloneDX document");
      return new BomCheck(shell, json.wanted()).run(document, bytes).code();
    }
    return write().code();
  }

  private Exit write() {
    Instant now = shell.clock().instant().truncatedTo(ChronoUnit.SECONDS);
    ProjectBill made;
    String weakness;
    try (Progress progress = new Progress(shell.terminal(), shell.nanoTime());
        OpenAdvisories advisories = new AdvisoryStore(where.home(shell), shell).open()) {
      weakness = advisories.weakness(now).orElse("");
      made = made(advisories, now, progress);
    }
    Format wanted = format == null ? Format.CYCLONEDX_1_7 : format;
    print(made, wanted);
    made.problems()
        .forEach(
            problem ->
                shell
                    .terminal()
                    .err()
                    .println(
                        "bulwark: not read: "
                            + problem.place()
                            + ": "
                            + Place.printable(problem.problem())));
    if (!weakness.isEmpty() && !made.bill().components().isEmpty()) {
      shell.terminal().err().println("bulwark: " + weakness);
    }
    return made.bill().complete() ? Exit.OPEN : Exit.INCOMPLETE;
  }

  private ProjectBill made(OpenAdvisories open, Instant now, Progress progress) {
    VersionId wanted = version;
    if (wanted == null) {
      return ProjectBill.of(
          where.project(), open.advisories(), statements(open), now, shell, progress);
    }
    progress.step("reading " + wanted);
    try (RegistryDesk desk = RegistryDesk.open(where.home(shell), shell)) {
      Version held = desk.state().version(wanted);
      return ProjectBill.ofVersion(
          held, desk.lockFiles(held), where.project(), open, statements(open), now, shell);
    }
  }

  private void print(ProjectBill made, Format wanted) {
    String document = wanted.write(made.bill()).canonical();
    if (output == null) {
      shell.terminal().line(document);
      return;
    }
    Files.write(output, document + "\n");
    BillOfMaterials bill = made.bill();
    if (json.wanted()) {
      JsonOption.print(
          shell.terminal(),
          Json.object()
              .put("format", wanted.word)
              .put("output", output.toString())
              .put("components", bill.components().size())
              .put("models", bill.models().size())
              .put("datasets", bill.datasets().size())
              .put("vulnerabilities", bill.vulnerabilities().size())
              .put("complete", bill.complete())
              .build());
    } else {
      shell
          .terminal()
          .line(
              "wrote %s  %s: components %d in %d files, models %d, datasets %d, vulnerabilities %d"
                  .formatted(
                      output,
                      wanted.word,
                      bill.components().size(),
                      made.files(),
                      bill.models().size(),
                      bill.datasets().size(),
                      bill.vulnerabilities().size()));
    }
  }

  /// What was imported, then what is given: the later statement counts.
  private List<VexStatement> statements(OpenAdvisories open) {
    List<VexStatement> all = new ArrayList<>(open.statements());
    all.addAll(VexFiles.read(AdvisoriesCommand.vex(vex), shell));
    return all;
  }
}
