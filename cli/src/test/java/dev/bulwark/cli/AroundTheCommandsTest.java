package dev.bulwark.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.bulwark.project.registry.RegistryReader;
import dev.bulwark.project.workspace.Home;
import dev.bulwark.registry.state.RegistryState;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// Thirty-two ways around the gate, through the command: production stays as it is, the last
/// command of each exits with 1, and the ledger holds a refusal signed by the judge that names a
/// control.
///
/// They start where the release gate is open: scorer@1 was found good in staging, scorer@2 is
/// ready, nothing runs in production. Ways that leave no refusal, because the ledger itself was
/// touched or takes nothing in, are in {@link AroundTheLedgerTest}.
class AroundTheCommandsTest {
  /// Long after everything a way does.
  private static final Instant LATER = Instant.parse("2028-01-01T00:00:00Z");

  @TempDir static Path made;

  @TempDir Path folder;

  /// @param says a part of the reason
  /// @param control one that stands against it
  record Way(String name, String control, String says, String script) {
    @Override
    public String toString() {
      return name;
    }
  }

  private static Way way(String name, String control, String says, String... lines) {
    return new Way(name, control, says, String.join("\n", lines) + "\n");
  }

  static Stream<Way> ways() {
    return Stream.of(
        way(
            "past the environment before it",
            "UPD-01",
            "did not prove itself",
            "$ bulwark promote scorer@2 --to production --as pia -C @/project"),
        way(
            "after it was found bad in staging",
            "UPD-01",
            "did not prove itself",
            "$ bulwark env mark staging bad --reason drift --as rob -C @/project",
            "$ bulwark promote scorer@1 --to production --as pia -C @/project"),
        way(
            "a good word over a bad one",
            "UPD-01",
            "a good word",
            "$ bulwark update watch staging bad --reason drift --as rob -C @/project",
            "$ bulwark env mark staging good --reason x --as rob -C @/project"),
        way(
            "a good word over a bad one, then the promotion",
            "UPD-01",
            "did not prove itself",
            "$ bulwark env mark staging bad --reason drift --as rob -C @/project",
            "$ bulwark update watch staging good --reason x --as rob -C @/project",
            "$ bulwark promote scorer@1 --to production --as pia -C @/project"),
        way(
            "a good word of somebody without the role",
            "ACC-01",
            "role rollback",
            "$ bulwark env mark staging good --reason x --as pia -C @/project"),
        way(
            "a bad word of somebody without the role",
            "ACC-01",
            "role rollback",
            "$ bulwark env mark staging bad --reason x --as pia -C @/project"),
        way(
            "forward by who may only roll back",
            "ACC-01",
            "role promoter",
            "$ bulwark promote scorer@1 --to production --as rob -C @/project"),
        way(
            "forward by who may only register",
            "ACC-01",
            "role promoter",
            "$ bulwark promote scorer@1 --to production --as rex -C @/project"),
        way(
            "forward by somebody without a role",
            "ACC-01",
            "role promoter",
            "$ bulwark keys new sue --insecure-no-passphrase -C @/project",
            "$ bulwark promote scorer@1 --to production --as sue -C @/project"),
        way(
            "forward by who lost the role",
            "ACC-01",
            "role promoter",
            "$ bulwark keys withdraw pia --role promoter -C @/project",
            "$ bulwark promote scorer@1 --to production --as pia -C @/project"),
        way(
            "forward by a revoked key",
            "ACC-01",
            "key that does not count",
            "$ bulwark keys revoke pia -C @/project",
            "$ bulwark promote scorer@1 --to production --as pia -C @/project"),
        way(
            "a push by a revoked key",
            "ACC-01",
            "key that does not count",
            "$ bulwark keys revoke rex -C @/project",
            "$ bulwark model push @/project/models --name scorer --as rex -C @/project"),
        way(
            "a rollback to what never ran",
            "MDL-02",
            "never ran",
            "$ bulwark rollback production --to 1 --as rob -C @/project"),
        way(
            "a rollback to what is blocked",
            "MDL-02",
            "is blocked in staging",
            "$ bulwark promote scorer@2 --to staging --as pia -C @/project",
            "$ bulwark rollback staging --as rob -C @/project",
            "$ bulwark rollback staging --to 2 --as rob -C @/project"),
        way(
            "a rollback to what was found bad",
            "MDL-02",
            "was not found good",
            "$ bulwark env mark staging bad --reason drift --as rob -C @/project",
            "$ bulwark promote scorer@2 --to staging --as pia -C @/project",
            "$ bulwark rollback staging --to 1 --as rob -C @/project"),
        way(
            "a rollback by who may only go forward",
            "ACC-01",
            "role rollback",
            "$ bulwark promote scorer@2 --to staging --as pia -C @/project",
            "$ bulwark rollback staging --as pia -C @/project"),
        way(
            "what a rollback took out, promoted again",
            "MDL-02",
            "is blocked in staging",
            "$ bulwark promote scorer@2 --to staging --as pia -C @/project",
            "$ bulwark rollback staging --as rob -C @/project",
            "$ bulwark promote scorer@2 --to staging --as pia -C @/project"),
        way(
            "what a rollback took out, freed by who took it out",
            "ACC-01",
            "role promoter",
            "$ bulwark promote scorer@2 --to staging --as pia -C @/project",
            "$ bulwark rollback staging --as rob -C @/project",
            "$ bulwark env free staging scorer@2 --as rob -C @/project"),
        way(
            "the environment added again with an easier gate",
            "ENV-01",
            "there already",
            "$ bulwark env add production --gate design --key-file @/again.key --as rex --insecure-no-passphrase -C @/project"),
        way(
            "an environment of somebody without the role",
            "ACC-01",
            "role registrar",
            "$ bulwark env add side --gate design --key-file @/side.key --as pia --insecure-no-passphrase -C @/project"),
        way(
            "a halt by somebody without the role",
            "ACC-01",
            "role rollback",
            "$ bulwark env suspend staging --as pia -C @/project"),
        way(
            "a version of somebody without the role",
            "ACC-01",
            "role registrar",
            "$ bulwark model push @/project/models --name scorer --as pia -C @/project"),
        way(
            "a revocation by somebody without the role",
            "ACC-01",
            "role registrar",
            "$ bulwark model revoke scorer@1 --reason x --as pia -C @/project"),
        way(
            "a version that was revoked",
            "VND-03",
            "REVOKED",
            "$ bulwark model revoke scorer@1 --reason leaked --as rex -C @/project",
            "$ bulwark promote scorer@1 --to production --as pia -C @/project"),
        way(
            "a version that failed its examination",
            "VND-03",
            "FAILED",
            "$ copy credit-scoring-poisoned @/poisoned",
            "$ bulwark model push @/poisoned/models --name scorer --as rex -C @/project",
            "$ bulwark promote scorer@3 --to staging --as pia -C @/project"),
        way(
            "a version that nothing describes",
            "GOV-01",
            "no description",
            "$ flip @/project/models/scorer.safetensors -2",
            "$ bulwark model push @/project/models --name scorer --as rex -C @/project",
            "$ bulwark promote scorer@3 --to staging --as pia -C @/project"),
        way(
            "an erasure of what runs",
            "MDL-01",
            "staging runs scorer@1",
            "$ bulwark model erase scorer@1 --reason x --as rex -C @/project"),
        way(
            "an erasure by somebody without the role",
            "ACC-01",
            "role registrar",
            "$ bulwark model erase scorer@2 --reason x --as pia -C @/project"),
        way(
            "a rule of retention of somebody without the role",
            "ACC-01",
            "role registrar",
            "$ bulwark registry retention --keep 1 --days 30 --as pia -C @/project"),
        way(
            "after the evidence ran out",
            "AUD-02",
            "AUD-02",
            "$ wait P40D",
            "$ bulwark promote scorer@1 --to production --as pia -C @/project"),
        way(
            "after a stricter profile took the place of the one it was allowed by",
            "MDL-01",
            "MDL-01",
            "$ bulwark promote scorer@2 --to staging --as pia -C @/project",
            "$ replace @/project/bulwark.yaml \"profile: essentials\" \"profile: standard\"",
            "$ bulwark check @/project",
            "$ bulwark promote scorer@2 --to production --as pia -C @/project"),
        way(
            "a release that who built it signed for",
            "REL-01",
            "REL-01",
            "$ bulwark keys withdraw cleo --role security -C @/project",
            "$ bulwark keys grant ben --role security -C @/project",
            "$ bulwark attest release-approval --as ben -C @/project",
            "$ bulwark promote scorer@1 --to production --as pia -C @/project"));
  }

  @BeforeAll
  static void theReleaseGateIsOpen() {
    assertThat(new Session(made, Path.of("..", "examples")).run(GateOpen.SETUP))
        .contains("staging runs scorer@1, generation 1")
        .contains("release Allow");
  }

  @ParameterizedTest
  @MethodSource("ways")
  void noWayLeadsAroundAndEachIsRefusedOnRecord(Way way) {
    GateOpen.copy(made, folder);
    RegistryState before = state();
    String happened = GateOpen.session(folder).run(way.script());
    RegistryState after = state();
    assertThat(happened).as(happened).endsWith("[exit 1]\n");
    assertThat(after.environment("production").deployments()).isEmpty();
    assertThat(after.environment("production").gate())
        .isEqualTo(before.environment("production").gate());
    assertThat(after.discounted()).isEmpty();
    assertThat(after.refusals()).as(happened).hasSizeGreaterThan(before.refusals().size());
    assertThat(after.refusals().getLast().refused())
        .satisfies(
            refused -> {
              assertThat(refused.controls()).contains(way.control());
              assertThat(refused.reasons()).anyMatch(why -> why.contains(way.says()));
            });
  }

  /// Without this, every way above could fail for a reason of the test's own.
  @Test
  void theStraightWayIsOpen() {
    GateOpen.copy(made, folder);
    String happened =
        GateOpen.session(folder)
            .run("$ bulwark promote scorer@1 --to production --as pia -C @/project\n");
    assertThat(happened).contains("production runs scorer@1, generation 1");
    assertThat(state().refusals()).isEmpty();
  }

  /// Who mistypes is told so, and a version that is not there is noted as well.
  @Test
  void whatIsNotThereIsAMistake() {
    GateOpen.copy(made, folder);
    Session session = GateOpen.session(folder);
    for (String mistake :
        List.of(
            "$ bulwark promote --to production --as pia -C @/project\n",
            "$ bulwark promote scorer@1 --to nowhere --as pia -C @/project\n",
            "$ bulwark env add pilot --gate stage --after nowhere --key-file @/p.key --as rex --insecure-no-passphrase -C @/project\n")) {
      assertThat(session.run(mistake)).endsWith("[exit 4]\n");
    }
    assertThat(state().refusals()).isEmpty();
    assertThat(session.run("$ bulwark promote scorer@9 --to production --as pia -C @/project\n"))
        .endsWith("[exit 4]\n");
    assertThat(state().refusals()).hasSize(1);
  }

  private RegistryState state() {
    return RegistryReader.at(Home.of(folder.resolve("project")), LATER);
  }
}
