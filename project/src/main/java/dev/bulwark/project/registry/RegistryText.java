package dev.bulwark.project.registry;

import dev.bulwark.control.gate.Action;
import dev.bulwark.control.gate.Decision;
import dev.bulwark.kernel.bytes.ByteSize;
import dev.bulwark.kernel.json.Json;
import dev.bulwark.project.terminal.Paint;
import dev.bulwark.project.terminal.Terminal;
import dev.bulwark.registry.Content;
import dev.bulwark.registry.VersionId;
import dev.bulwark.registry.event.RegistryEvent;
import dev.bulwark.registry.release.Moved;
import dev.bulwark.registry.state.Deployment;
import dev.bulwark.registry.state.Environment;
import dev.bulwark.registry.state.Keeping;
import dev.bulwark.registry.state.RegistryState;
import dev.bulwark.registry.state.Version;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Collectors;

/// The registry for people; or, when they ask for it, for programs.
public final class RegistryText {
  private static final DateTimeFormatter TIME =
      DateTimeFormatter.ofPattern("uuuu-MM-dd HH:mm:ss 'UTC'").withZone(ZoneOffset.UTC);

  private RegistryText() {}

  /// One version, whole.
  public static void version(Terminal terminal, Version version, boolean json) {
    if (json) {
      terminal.line(RegistryJson.of(version).canonical());
      return;
    }
    terminal.line(line(terminal, version));
    terminal.line("  " + version.content().digest() + "  pushed by " + version.by());
    for (Content.File file : version.content().files()) {
      terminal.line(
          "  %s  %s  %s".formatted(file.digest(), new ByteSize(file.size()), file.name()));
    }
    version.lineage().forEach(from -> terminal.line("  " + from.relation() + " " + from.name()));
    if (version.state() == Version.State.FAILED) {
      terminal.line(
          "  in quarantine; `bulwark explain RULE` tells what a rule is about: " + version.why());
    }
  }

  /// Versions, one a line, and what is said about keeping them.
  public static void versions(
      Terminal terminal, Collection<Version> versions, Keeping keeping, boolean json) {
    if (json) {
      terminal.line(
          Json.object()
              .put("versions", Json.array(versions.stream().map(RegistryJson::of).toList()))
              .put("keeping", RegistryJson.of(keeping))
              .build()
              .canonical());
      return;
    }
    if (versions.isEmpty()) {
      terminal.line("No version yet. Take one in with `bulwark model push PATH --name NAME`.");
    }
    versions.forEach(version -> terminal.line(line(terminal, version)));
    keeping(terminal, keeping);
  }

  /// The rules of retention and the legal holds in force; nothing when there are none.
  public static void keeping(Terminal terminal, Keeping keeping) {
    keeping
        .rules()
        .values()
        .forEach(
            rule ->
                terminal.line(
                    "  kept of %s  (%s, %s)"
                        .formatted(rule.retention(), rule.by(), time(rule.since()))));
    keeping.holds().forEach((id, why) -> terminal.line("  on legal hold: " + id + "  " + why));
  }

  private static String line(Terminal terminal, Version version) {
    Paint paint =
        switch (version.state()) {
          case READY -> Paint.GREEN;
          case PENDING -> Paint.YELLOW;
          case FAILED, REVOKED, ERASED -> Paint.RED;
        };
    return "%-24s %s  %s, %d files, %s, %s%s"
        .formatted(
            version.id(),
            terminal.paint(paint, version.state().name()),
            version.kind().word(),
            version.content().files().size(),
            new ByteSize(version.content().size()),
            time(version.pushed()),
            version.why().isEmpty() ? "" : "  " + version.why());
  }

  /// The registry as a whole.
  public static void registry(Terminal terminal, RegistryState state, boolean json) {
    SortedMap<String, Long> counts = new TreeMap<>();
    for (Version.State each : Version.State.values()) {
      long count = state.versions().values().stream().filter(it -> it.state() == each).count();
      if (count > 0) {
        counts.put(each.name(), count);
      }
    }
    if (json) {
      Json.Builder versions = Json.object();
      counts.forEach(versions::put);
      terminal.line(
          Json.object()
              .put("versions", versions.build())
              .put("environments", state.environments().size())
              .put("due", RegistryJson.names(state.due().keySet()))
              .put("keeping", RegistryJson.of(state.keeping()))
              .build()
              .canonical());
      return;
    }
    terminal.line(
        "%d versions %s, %d environments"
            .formatted(state.versions().size(), counts, state.environments().size()));
    keeping(terminal, state.keeping());
    if (state.keeping().rules().isEmpty()) {
      terminal.line("  no rule of retention: every version stays");
    }
    state.due().keySet().forEach(id -> terminal.line("  the next sweep erases " + id));
  }

  /// Environments, each with what runs there.
  public static void environments(
      Terminal terminal, Collection<Environment> environments, Instant now, boolean json) {
    if (json) {
      terminal.line(
          Json.object()
              .put("environments", Json.array(environments.stream().map(RegistryJson::of).toList()))
              .build()
              .canonical());
      return;
    }
    if (environments.isEmpty()) {
      terminal.line("No environment yet. Make one with `bulwark env add NAME --gate stage`.");
    }
    for (Environment environment : environments) {
      terminal.line(
          "%-16s gate %s%s"
              .formatted(
                  environment.name(),
                  environment.gate().word(),
                  environment.after().map(before -> ", after " + before).orElse("")));
      environment
          .current()
          .ifPresentOrElse(
              deployment -> terminal.line("  " + line(terminal, deployment, now)),
              () -> terminal.line("  nothing was ever deployed here"));
      environment.running().stream()
          .skip(1)
          .forEach(other -> terminal.line("  beside " + line(terminal, other, now)));
      environment.blocked().forEach((id, why) -> terminal.line("  blocked: " + id + "  " + why));
    }
  }

  /// What ran in an environment, newest first.
  public static void history(
      Terminal terminal, Environment environment, Instant now, boolean json) {
    if (json) {
      terminal.line(RegistryJson.of(environment).canonical());
      return;
    }
    if (environment.deployments().isEmpty()) {
      terminal.line("Nothing ran in " + environment.name() + " by " + time(now) + ".");
    }
    environment
        .deployments()
        .reversed()
        .forEach(deployment -> terminal.line(line(terminal, deployment, now)));
  }

  private static String line(Terminal terminal, Deployment deployment, Instant now) {
    String what =
        deployment.versions().isEmpty()
            ? terminal.paint(Paint.YELLOW, "suspended")
            : names(deployment.versions()) + share(terminal, deployment);
    return "%3d  %s  %s by %s since %s%s%s"
            .formatted(
                deployment.generation(),
                what,
                deployment.kind().name().toLowerCase(Locale.ROOT),
                deployment.by(),
                time(deployment.since()),
                verified(terminal, deployment),
                deployment.expires().filter(until -> now.isAfter(until)).isPresent()
                    ? terminal.paint(Paint.RED, ", its decision has run out")
                    : "")
        + (deployment.reason().isEmpty() ? "" : "  (" + deployment.reason() + ")");
  }

  private static String share(Terminal terminal, Deployment deployment) {
    return deployment
        .canary()
        .map(
            canary ->
                ", "
                    + terminal.paint(
                        Paint.YELLOW, "canary for %d %% of the nodes".formatted(canary.share()))
                    + " beside generation "
                    + canary.beside())
        .orElse("");
  }

  private static String verified(Terminal terminal, Deployment deployment) {
    if (deployment.versions().isEmpty()) {
      return "";
    }
    return deployment
        .verified()
        .map(
            result ->
                ", found "
                    + (result == RegistryEvent.Verified.Result.GOOD
                        ? terminal.paint(Paint.GREEN, "good")
                        : terminal.paint(Paint.RED, "bad")))
        .orElse(", not looked at");
  }

  /// What came of a move.
  public static void moved(Terminal terminal, String environment, Moved moved, boolean json) {
    if (json) {
      terminal.line(RegistryJson.of(environment, moved).canonical());
      return;
    }
    switch (moved) {
      case Moved.Done done -> {
        Deployment deployment = done.deployment();
        terminal.line(
            deployment.versions().isEmpty()
                ? environment + " is suspended: nothing can be opened there."
                : "%s runs %s%s, generation %d"
                    .formatted(
                        environment,
                        names(deployment.versions()),
                        share(terminal, deployment),
                        deployment.generation()));
        deployment.expires().ifPresent(until -> terminal.line("  allowed until " + time(until)));
        terminal.line("  entry " + deployment.event().index() + " of the ledger");
      }
      case Moved.Refused refused -> refused(terminal, environment, refused);
    }
  }

  private static void refused(Terminal terminal, String environment, Moved.Refused refused) {
    terminal.line(
        terminal.paint(Paint.RED, "refused")
            + ": "
            + environment
            + " runs what it ran; the refusal is on record.");
    refused.refusal().reasons().forEach(reason -> terminal.line("  - " + reason));
    unnamed(refused.refusal())
        .ifPresent(controls -> terminal.line("  against it stands " + controls));
    List<Action> actions =
        refused
            .decision()
            .map(
                decision ->
                    switch (decision) {
                      case Decision.Allow _ -> List.<Action>of();
                      case Decision.Deny deny -> deny.actions();
                      case Decision.Hold hold -> hold.actions();
                    })
            .orElse(List.of());
    if (!actions.isEmpty()) {
      terminal.line("  it would open when you");
      actions.forEach(action -> terminal.line("    " + action.text()));
    }
  }

  /// The controls that no reason names at its beginning.
  private static Optional<String> unnamed(RegistryEvent.Refused refusal) {
    return Optional.of(
            refusal.controls().stream()
                .filter(it -> refusal.reasons().stream().noneMatch(why -> why.startsWith(it)))
                .collect(Collectors.joining(", ")))
        .filter(controls -> !controls.isEmpty());
  }

  private static String names(Collection<VersionId> versions) {
    return versions.stream().map(VersionId::toString).collect(Collectors.joining(" "));
  }

  static String time(Instant instant) {
    return TIME.format(instant);
  }
}
