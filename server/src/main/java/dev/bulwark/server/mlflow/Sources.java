package dev.bulwark.server.mlflow;

import dev.bulwark.registry.AssetKind;
import dev.bulwark.registry.intake.Incoming;
import dev.bulwark.registry.seal.ItemName;
import dev.bulwark.server.ServerFault;
import dev.bulwark.server.project.Project;
import dev.bulwark.server.upload.Blob;
import dev.bulwark.server.upload.Pile;
import dev.bulwark.server.upload.Uploads;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// What a version is made of: files that the same person uploaded to a run. Nothing is fetched from
/// anywhere.
final class Sources {
  private static final Pattern SOURCE =
      Pattern.compile(
          "(?:mlflow-artifacts:/*|https://[^/]+/mlflow/[^/]+/api/2\\.0/mlflow-artifacts/artifacts/)runs/([0-9a-f]{32})/artifacts(?:/(.+))?");
  private static final Pattern RUN = Pattern.compile("runs:/+([0-9a-f]{32})/(.+)");

  private final Uploads uploads;

  Sources(Uploads uploads) {
    this.uploads = uploads;
  }

  /// Uploads below one folder.
  ///
  /// @param prefix of their names in the pile, which the version's names leave out
  record Source(Pile pile, String prefix, SortedMap<String, Blob> blobs) {}

  /// The name of an artifact in the pile.
  static String place(String run, String path) {
    return "runs/" + run + "/artifacts/" + path;
  }

  /// @param text such as `mlflow-artifacts:/runs/RUN/artifacts/model` or `runs:/RUN/model`
  /// @throws ServerFault `input-invalid` for any other place, and where nothing was uploaded
  Source of(Project project, String person, String text) {
    String prefix = prefix(text).orElseThrow(Sources::elsewhere);
    Pile pile = uploads.of(new Uploads.Owner(project.id(), person));
    SortedMap<String, Blob> blobs = pile.below(prefix);
    if (blobs.isEmpty()) {
      throw new ServerFault(
          ServerFault.INVALID,
          "expected a source with files that you uploaded here in the last day, found none; upload"
              + " them again, nothing waits over a restart of the server");
    }
    return new Source(pile, prefix, blobs);
  }

  private static Optional<String> prefix(String text) {
    Matcher proxy = SOURCE.matcher(text);
    if (proxy.matches()) {
      return Optional.of(folder(proxy.group(1), Optional.ofNullable(proxy.group(2)).orElse("")));
    }
    Matcher run = RUN.matcher(text);
    return run.matches() ? Optional.of(folder(run.group(1), run.group(2))) : Optional.empty();
  }

  private static String folder(String run, String path) {
    String within = path.replaceAll("/+$", "");
    if (!within.isEmpty() && ItemName.flaw(within).isPresent()) {
      throw elsewhere();
    }
    return place(run, within.isEmpty() ? "" : within + "/");
  }

  private static ServerFault elsewhere() {
    return new ServerFault(
        ServerFault.INVALID,
        "expected a source such as mlflow-artifacts:/runs/RUN/artifacts/model, found another place;"
            + " nothing is fetched from elsewhere, upload it here");
  }

  /// Takes a source in as a version; what waited is then gone.
  ///
  /// @param take puts it under seal
  <T> T taken(Source source, String model, Function<Incoming, T> take) {
    List<Incoming.File> files = new ArrayList<>();
    source
        .blobs()
        .forEach(
            (name, blob) ->
                files.add(
                    new Incoming.File(
                        name.substring(source.prefix().length()),
                        blob.size(),
                        () -> uploads.open(blob))));
    T taken =
        take.apply(
            new Incoming(model, AssetKind.MODEL, Optional.empty(), files, Set.of(), List.of()));
    source.blobs().forEach(source.pile()::drop);
    return taken;
  }
}
