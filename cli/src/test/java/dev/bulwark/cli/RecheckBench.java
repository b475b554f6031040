package dev.bulwark.cli;

import dev.bulwark.evidence.keys.SigningKey;
import dev.bulwark.project.Shell;
import dev.bulwark.project.registry.IncomingFiles;
import dev.bulwark.project.registry.RegistryDesk;
import dev.bulwark.project.terminal.Terminal;
import dev.bulwark.project.workspace.Home;
import dev.bulwark.project.workspace.People;
import dev.bulwark.registry.AssetKind;
import dev.bulwark.registry.VersionId;
import dev.bulwark.registry.intake.Incoming;
import dev.bulwark.registry.release.Recheck;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/// Deploys many versions that carry a lock file and asks again about all of them, first after an
/// import that names nothing of theirs, then after one that names a package of each: how long
/// import and answer take, against a limit of five seconds for 1,000. `RecheckBench FOLDER
/// [VERSIONS]`, from the module's folder; FOLDER must be empty.
final class RecheckBench {
  private static final double LIMIT_MILLIS_EACH = 5;
  private static final String SETUP =
      """
      $ copy credit-scoring @/project
      $ copy ../cli/src/test/resources/inventory/quiet @/quiet
      $ copy ../cli/src/test/resources/inventory/news @/news
      $ zip @/quiet @/quiet.zip
      $ zip @/news @/news.zip
      $ replace @/project/bulwark.yaml "models/scorer.onnx]" "models/scorer.onnx, requirements.txt]"
      """;

  private RecheckBench() {}

  public static void main(String[] args) throws Exception {
    Path folder = Path.of(args[0]).toAbsolutePath();
    int versions = args.length > 1 ? Integer.parseInt(args[1]) : 1_000;
    new Session(folder, Path.of("..", "examples")).run(SETUP);
    fresh(folder.resolve("quiet"));
    fresh(folder.resolve("news"));
    new Session(folder, Path.of("..", "examples"))
        .run("$ zip @/quiet @/quiet.zip\n$ zip @/news @/news.zip\n");
    String project = folder.resolve("project").toString();
    bulwark("advisories", "import", folder.resolve("quiet.zip").toString(), "-C", project);
    for (String who :
        "cleo security,dan risk,ben technical,pri privacy,rex registrar,pia promoter".split(",")) {
      String[] words = who.split(" ");
      bulwark("check", project);
      bulwark(
          "keys", "new", words[0], "--role", words[1], "--insecure-no-passphrase", "-C", project);
    }
    for (String what :
        "risk-approval dan,threat-model-approval cleo,model-choice ben,privacy-assessment pri"
            .split(",")) {
      String[] words = what.split(" ");
      bulwark("attest", words[0], "--as", words[1], "-C", project);
    }
    bulwark(
        "env",
        "add",
        "staging",
        "--gate",
        "stage",
        "--key-file",
        folder.resolve("staging.key").toString(),
        "--as",
        "rex",
        "--insecure-no-passphrase",
        "--project",
        project);
    deploy(Path.of(project), versions);
    fresh(folder.resolve("quiet"));
    new Session(folder, Path.of("..", "examples")).run("$ zip @/quiet @/quiet.zip\n");
    measure(folder, versions, "quiet.zip", Recheck.Standing.Holds.class);
    measure(folder, versions, "news.zip", Recheck.Standing.Drifted.class);
  }

  private static void measure(
      Path folder, int versions, String zip, Class<? extends Recheck.Standing> expected) {
    String project = folder.resolve("project").toString();
    long start = System.nanoTime();
    bulwark("advisories", "import", folder.resolve(zip).toString(), "-C", project);
    List<Recheck.Standing> standings;
    try (RegistryDesk desk = RegistryDesk.open(Home.of(Path.of(project)), shell())) {
      standings = desk.recheck();
      desk.publish();
    }
    double millis = (System.nanoTime() - start) / 1e6;
    if (!standings.stream().allMatch(expected::isInstance)) {
      throw new IllegalStateException("expected " + expected + ", found " + standings);
    }
    System.out.printf(
        "%s, %,d deployed versions: import and recheck %.0f ms, %.2f of the limit of %.0f ms%n",
        zip,
        versions,
        millis,
        millis / (LIMIT_MILLIS_EACH * versions),
        LIMIT_MILLIS_EACH * versions);
  }

  /// The advisories of the sessions, as of now.
  private static void fresh(Path folder) throws Exception {
    try (var files = Files.list(folder)) {
      for (Path file : files.toList()) {
        Files.writeString(
            file,
            Files.readString(file)
                .replaceFirst(
                    "\"modified\": \"[^\"]*\"",
                    "\"modified\": \"" + InstantSource.system().instant() + "\""));
      }
    }
  }

  private static void deploy(Path project, int versions) {
    try (RegistryDesk desk = RegistryDesk.open(Home.of(project), shell())) {
      SigningKey rex = new People(desk.workspace()).key("rex").open();
      SigningKey pia = new People(desk.workspace()).key("pia").open();
      List<Incoming.File> files =
          IncomingFiles.of(
              List.of(
                  project.resolve("requirements.txt"),
                  project.resolve("models/scorer.safetensors")));
      List<VersionId> all = new ArrayList<>();
      for (int i = 0; i < versions; i++) {
        all.add(
            desk.intake()
                .push(
                    new Incoming(
                        "m" + i, AssetKind.MODEL, Optional.empty(), files, Set.of(), List.of()),
                    rex,
                    _ -> {})
                .id());
      }
      desk.releases().promote("staging", all, pia, "bench");
    }
  }

  private static Shell shell() {
    PrintStream nowhere =
        new PrintStream(OutputStream.nullOutputStream(), true, StandardCharsets.UTF_8);
    return new Shell(
        new Terminal(nowhere, nowhere, false, false), InstantSource.system(), System::nanoTime);
  }

  private static void bulwark(String... arguments) {
    Main.run(shell(), arguments);
  }
}
