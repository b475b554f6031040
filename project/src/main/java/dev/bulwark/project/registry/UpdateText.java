package dev.bulwark.project.registry;

import dev.bulwark.kernel.json.Json;
import dev.bulwark.project.terminal.Paint;
import dev.bulwark.project.terminal.Terminal;
import dev.bulwark.registry.VersionId;
import dev.bulwark.registry.channel.ReleaseNumber;
import dev.bulwark.registry.channel.Source;
import dev.bulwark.registry.channel.Terms;
import dev.bulwark.registry.channel.Window;
import dev.bulwark.registry.state.Channel;
import dev.bulwark.registry.state.RegistryState;
import dev.bulwark.registry.state.Version;
import dev.bulwark.registry.update.Did;
import dev.bulwark.registry.update.UpdateRun;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

/// Channels and passes for people; or, when they ask for it, for programs.
///
/// @param json whether a program asks
public record UpdateText(Terminal terminal, boolean json) {

  public void channels(List<Channel> channels) {
    if (json) {
      terminal.line(
          Json.object()
              .put("channels", Json.array(channels.stream().map(UpdateJson::of).toList()))
              .build()
              .canonical());
      return;
    }
    if (channels.isEmpty()) {
      terminal.line("No channel yet. Open one with `bulwark update add NAME`.");
    }
    channels.forEach(this::print);
  }

  private void print(Channel channel) {
    Terms terms = channel.terms();
    terminal.line(
        "%-16s %s from %s%s, %s"
            .formatted(
                channel.name(),
                terms.asset(),
                terms.source().text(),
                terms.source() instanceof Source.Index
                    ? " within " + text(terms.fetchWithin())
                    : "",
                channel
                    .closed()
                    .map(
                        at ->
                            terminal.paint(Paint.RED, "closed") + " since " + RegistryText.time(at))
                    .orElse(terminal.paint(Paint.GREEN, "open") + ", ordered by " + channel.by())));
    terminal.line("  " + path(terms));
    terminal.line(
        "  watched by %s for %s, then %s"
            .formatted(
                terms.watch().text(),
                text(terms.watchFor()),
                terms.onFailedWatch().name().toLowerCase(Locale.ROOT)));
    terminal.line(
        "  %s, %s"
            .formatted(
                channel.highest().map(it -> "took in up to " + it).orElse("took in nothing yet"),
                channel
                    .looked()
                    .map(at -> "looked at " + RegistryText.time(at))
                    .orElse("never looked at")));
    if (!channel.problem().isEmpty()) {
      terminal.line("  " + terminal.paint(Paint.RED, "problem") + ": " + channel.problem());
    }
  }

  private static String path(Terms terms) {
    if (terms.path().isEmpty()) {
      return "takes in; people promote";
    }
    String windows =
        terms.windows().isEmpty()
            ? "at any time"
            : terms.windows().stream().map(Window::toString).collect(Collectors.joining(" or "))
                + " UTC";
    String first =
        terms.isShared(terms.path().getLast())
            ? " for %d %% of the nodes first".formatted(terms.share())
            : "";
    return "to %s%s, after %s in each, %s"
        .formatted(String.join(", then ", terms.path()), first, text(terms.soak()), windows);
  }

  private static String text(Duration time) {
    return time.toString()
        .substring(time.toString().startsWith("PT") ? 2 : 1)
        .toLowerCase(Locale.ROOT);
  }

  /// One channel with what it brought and what was refused.
  public void channel(RegistryState state, Channel channel) {
    List<Version> versions =
        state.of(channel.terms().asset()).stream()
            .filter(
                version ->
                    version.arrival().filter(it -> it.channel().equals(channel.name())).isPresent())
            .toList();
    if (json) {
      terminal.line(
          Json.object()
              .put("channel", UpdateJson.of(channel))
              .put("versions", Json.array(versions.stream().map(RegistryJson::of).toList()))
              .build()
              .canonical());
      return;
    }
    print(channel);
    terminal.line("  terms " + channel.terms().digest());
    channel.terms().publishers().forEach(key -> terminal.line("  publisher " + key));
    for (Version version : versions) {
      terminal.line(
          "  release %s is %s, %s%s"
              .formatted(
                  version.arrival().map(it -> it.number().text()).orElse(""),
                  version.id(),
                  version.state().name(),
                  version.why().isEmpty() ? "" : ": " + version.why()));
    }
  }

  public void reports(List<UpdateRun.Report> reports) {
    if (json) {
      terminal.line(
          Json.object()
              .put("channels", Json.array(reports.stream().map(UpdateJson::of).toList()))
              .build()
              .canonical());
      return;
    }
    if (reports.isEmpty()) {
      terminal.line("No channel is open. Open one with `bulwark update add NAME`.");
    }
    for (UpdateRun.Report report : reports) {
      terminal.line(report.channel() + (report.did().isEmpty() ? ": nothing to do" : ""));
      report.did().forEach(this::print);
    }
  }

  private void print(Did did) {
    switch (did) {
      case Did.Took(ReleaseNumber number, Version version) ->
          terminal.line(
              "  took      release %s as %s: %s%s"
                  .formatted(
                      number,
                      version.id(),
                      terminal.paint(
                          version.state() == Version.State.READY ? Paint.GREEN : Paint.RED,
                          version.state().name()),
                      version.why().isEmpty() ? "" : "  " + version.why()));
      case Did.Moved(VersionId version, String environment, long generation) ->
          terminal.line(
              "  moved     %s to %s, generation %d".formatted(version, environment, generation));
      case Did.Returned(String environment, List<VersionId> out, long generation, String reason) ->
          terminal.line(
              "  %s  %s to what generation %d runs, out %s: %s"
                  .formatted(
                      terminal.paint(Paint.RED, "returned"), environment, generation, out, reason));
      case Did.Held(String what, List<String> reasons) -> {
        terminal.line("  " + terminal.paint(Paint.YELLOW, "waits") + "     " + what);
        reasons.forEach(reason -> terminal.line("            - " + reason));
      }
    }
  }
}
