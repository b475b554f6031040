package dev.bulwark.cli.command;

import dev.bulwark.control.policy.Policy;
import dev.bulwark.control.status.Assessment;
import dev.bulwark.control.status.Described;
import dev.bulwark.control.status.Scope;
import dev.bulwark.evidence.Evidence;
import dev.bulwark.kernel.bytes.Digest;
import dev.bulwark.kernel.check.Subject;
import dev.bulwark.kernel.system.AiSystem;
import dev.bulwark.kernel.system.ElementKind;
import dev.bulwark.project.Shell;
import dev.bulwark.project.inspect.Inspection;
import dev.bulwark.project.inspect.Inspector;
import dev.bulwark.project.registry.RegistryDesk;
import dev.bulwark.project.session.CheckSession;
import dev.bulwark.project.session.Policies;
import dev.bulwark.project.terminal.Progress;
import dev.bulwark.registry.channel.Terms;
import dev.bulwark.registry.state.Version;
import dev.bulwark.registry.update.Ports;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import java.util.stream.Collectors;

/// Inspects the project with a candidate in place of the files it would replace, as `bulwark check`
/// inspects the project itself, and then the project as it is: that stays the newest description.
record ProjectRehearsal(Shell shell, Path project, RegistryDesk desk) implements Ports.Rehearsal {

  @Override
  public Optional<String> of(Terms terms, Version candidate, Consumer<String> progress) {
    // Without a place, what `bulwark check` described must cover it: the gate says so.
    if (terms.place().isEmpty() || isCovered(candidate)) {
      return Optional.empty();
    }
    Optional<String> unfit = RegistryDesk.unfit(project, terms.place());
    if (unfit.isPresent()) {
      return unfit;
    }
    progress.accept("testing " + candidate.id() + " in its place");
    List<Inspection> found = new ArrayList<>();
    desk.stage(project, terms.place(), candidate, stage -> found.add(inspect(stage)));
    Inspection other = found.getFirst();
    Optional<String> why = whyNot(other, candidate);
    if (why.isEmpty()) {
      CheckSession.rehearsal(desk.workspace(), other, inspect(project), shell.clock().instant());
    }
    return why;
  }

  private Inspection inspect(Path folder) {
    try (Progress silent = new Progress(shell.terminal(), shell.nanoTime())) {
      return new Inspector(shell).inspect(folder, desk.workspace().home(), silent);
    }
  }

  /// By a description that still speaks of the manifest of now.
  private boolean isCovered(Version candidate) {
    List<Evidence> ledger = desk.workspace().evidence();
    Instant now = shell.clock().instant();
    Policy policy = Policies.at(ledger, now);
    Set<Digest> bytes = candidate.content().digests();
    Described newest = Assessment.of(policy, ledger, now).described();
    Described covering =
        Assessment.of(policy, ledger, now, scope -> scope.covers(bytes)).described();
    return newest instanceof Scope current
        && covering instanceof Scope its
        && its.covers(bytes)
        && its.manifest().equals(current.manifest());
  }

  private static Optional<String> whyNot(Inspection inspection, Version candidate) {
    return switch (inspection) {
      case Inspection.Undescribed undescribed ->
          Optional.of(
              "with it in place, bulwark.yaml has %d problems".formatted(undescribed.problems()));
      case Inspection.Described described -> {
        Set<Digest> declared = declared(described.system());
        String strange =
            candidate.content().files().stream()
                .filter(file -> !declared.contains(file.digest()))
                .map(file -> file.name())
                .collect(Collectors.joining(", "));
        yield strange.isEmpty()
            ? Optional.empty()
            : Optional.of("bulwark.yaml does not declare all of its files: " + strange);
      }
    };
  }

  private static Set<Digest> declared(AiSystem system) {
    Set<Digest> digests = new HashSet<>();
    Arrays.stream(ElementKind.values())
        .flatMap(kind -> system.of(kind).stream())
        .flatMap(element -> element.artifacts().stream())
        .map(Subject::digest)
        .forEach(digests::add);
    return digests;
  }
}
