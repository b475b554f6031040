package dev.bulwark.server.mlflow;

import dev.bulwark.kernel.json.Json;
import dev.bulwark.project.registry.StoredVersions;
import dev.bulwark.registry.VersionId;
import dev.bulwark.registry.seal.ItemName;
import dev.bulwark.registry.seal.PackingList;
import dev.bulwark.registry.state.Version;
import dev.bulwark.server.ServerFault;
import dev.bulwark.server.access.Action;
import dev.bulwark.server.access.Needs;
import dev.bulwark.server.project.Project;
import dev.bulwark.server.project.ProjectDesk;
import dev.bulwark.server.project.Projects;
import dev.bulwark.server.upload.Blob;
import dev.bulwark.server.upload.Download;
import dev.bulwark.server.upload.Pile;
import dev.bulwark.server.upload.Registrations;
import dev.bulwark.server.upload.Uploads;
import dev.bulwark.server.web.TokenSigners;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.springframework.http.ResponseEntity;
import org.springframework.stereotype.Controller;
import org.springframework.web.bind.annotation.DeleteMapping;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PutMapping;

/// The artifact proxy.
///
/// ```
/// runs/RUN/artifacts/…    what the caller uploaded and is no version yet
/// models/NAME/N/…         the files of a ready version, decrypted while they go out
/// ```
@Controller
public final class ArtifactsFace {
  private static final String API = "/mlflow/{system}/api/2.0";
  private static final String PROXY = API + "/mlflow-artifacts/artifacts";
  private static final Pattern RUN = Pattern.compile("runs/([0-9a-f]{32})/artifacts(?:/(.+))?");
  private static final Pattern MODEL =
      Pattern.compile("models/([a-z0-9._-]{1,64})/([0-9]{1,15})(?:/(.+))?");

  private final Projects projects;
  private final Registrations registrations;
  private final Uploads uploads;
  private final Runs runs;
  private final TokenSigners signers;

  public ArtifactsFace(
      Projects projects,
      Registrations registrations,
      Uploads uploads,
      Runs runs,
      TokenSigners signers) {
    this.projects = projects;
    this.registrations = registrations;
    this.uploads = uploads;
    this.runs = runs;
    this.signers = signers;
  }

  private Pile pile(String system, HttpServletRequest request) {
    return uploads.of(new Uploads.Owner(system, signers.person(request)));
  }

  private static ServerFault nothing() {
    return new ServerFault(ServerFault.NOT_THERE, "expected an artifact, found none of that path");
  }

  /// A path that stays where it is.
  private static String plain(String path) {
    String plain = path.startsWith("/") ? path.substring(1) : path;
    if (ItemName.flaw(plain).isPresent()) {
      throw new ServerFault(
          ServerFault.INVALID,
          "expected a relative path without empty, . or .. parts, found "
              + ItemName.flaw(plain).orElseThrow());
    }
    return plain;
  }

  @PutMapping(PROXY + "/{*path}")
  @Needs(Action.PUSH_VERSION)
  ResponseEntity<byte[]> put(
      @PathVariable String system, @PathVariable String path, HttpServletRequest request)
      throws IOException {
    String plain = plain(path);
    Matcher run = RUN.matcher(plain);
    if (!run.matches() || run.group(2) == null) {
      throw new ServerFault(
          ServerFault.INVALID,
          "expected a path such as runs/RUN/artifacts/model/weights.bin, found another; versions"
              + " are made, not written");
    }
    runs.require(new Uploads.Owner(system, signers.person(request)), run.group(1));
    pile(system, request).put(plain, request.getInputStream(), Download.declared(request));
    return Asked.done();
  }

  @DeleteMapping(PROXY + "/{*path}")
  @Needs(Action.PUSH_VERSION)
  ResponseEntity<byte[]> delete(
      @PathVariable String system, @PathVariable String path, HttpServletRequest request) {
    Pile pile = pile(system, request);
    String plain = plain(path);
    if (MODEL.matcher(plain).matches()) {
      throw new ServerFault(
          ServerFault.KEPT,
          "expected to keep the files of a version, found a request to delete one; revoke the"
              + " version");
    }
    pile.drop(plain, pile.find(plain).orElseThrow(ArtifactsFace::nothing));
    return Asked.done();
  }

  @GetMapping(PROXY + "/{*path}")
  @Needs(Action.PULL_VERSION)
  void get(
      @PathVariable String system,
      @PathVariable String path,
      HttpServletRequest request,
      HttpServletResponse response)
      throws IOException {
    String plain = plain(path);
    Matcher model = MODEL.matcher(plain);
    if (model.matches() && model.group(3) != null) {
      Project project = projects.require(system);
      Version version = ready(project, model);
      try (StoredVersions stored = StoredVersions.open(ProjectDesk.home(project))) {
        PackingList.Item item =
            stored.list(version).items().stream()
                .filter(each -> each.name().equals(model.group(3)))
                .findFirst()
                .orElseThrow(ArtifactsFace::nothing);
        Download.send(request, response, item.size(), to -> stored.copy(item, to));
      }
      return;
    }
    Blob blob = pile(system, request).find(plain).orElseThrow(ArtifactsFace::nothing);
    Download.send(request, response, blob.size(), to -> Download.copy(uploads.open(blob), to));
  }

  private Version ready(Project project, Matcher model) {
    VersionId id =
        VersionId.parse(model.group(1) + "@" + model.group(2)).orElseThrow(ArtifactsFace::nothing);
    Version version =
        Optional.ofNullable(registrations.state(project).versions().get(id))
            .orElseThrow(ArtifactsFace::nothing);
    if (version.state() != Version.State.READY) {
      throw VersionsFace.notReady(version);
    }
    return version;
  }

  /// One level of a folder: names are relative to it, as the proxy's are.
  @GetMapping(PROXY)
  @Needs(Action.READ_SYSTEM)
  ResponseEntity<byte[]> list(@PathVariable String system, HttpServletRequest request) {
    String path = Asked.of(request).text("path").orElse("");
    return Asked.answer(
        Json.object()
            .put("files", level(system, plain(path.replaceAll("/+$", "")), "", request))
            .build());
  }

  /// The same of a run: names are relative to its artifacts.
  @GetMapping(API + "/mlflow/artifacts/list")
  @Needs(Action.READ_SYSTEM)
  ResponseEntity<byte[]> listRun(@PathVariable String system, HttpServletRequest request) {
    Asked asked = Asked.of(request);
    String run = asked.require("run_id");
    runs.require(new Uploads.Owner(system, signers.person(request)), run);
    String path = asked.text("path").orElse("").replaceAll("/+$", "");
    String folder = "runs/" + run + "/artifacts" + (path.isEmpty() ? "" : "/" + path);
    return Asked.answer(
        Json.object()
            .put("root_uri", "mlflow-artifacts:/runs/" + run + "/artifacts")
            .put("files", level(system, plain(folder), path.isEmpty() ? "" : path + "/", request))
            .build());
  }

  private Json.Arr level(String system, String folder, String shown, HttpServletRequest request) {
    SortedMap<String, OptionalLong> names = new TreeMap<>();
    sizes(system, folder, request)
        .forEach(
            (name, size) -> {
              String rest = name.substring(folder.length() + 1);
              int slash = rest.indexOf('/');
              names.put(
                  slash < 0 ? rest : rest.substring(0, slash),
                  slash < 0 ? OptionalLong.of(size) : OptionalLong.empty());
            });
    return Json.array(
        names.entrySet().stream()
            .map(
                each -> {
                  Json.Builder file =
                      Json.object()
                          .put("path", shown + each.getKey())
                          .put("is_dir", each.getValue().isEmpty());
                  each.getValue().ifPresent(size -> file.put("file_size", size));
                  return file.build();
                })
            .toList());
  }

  private SortedMap<String, Long> sizes(String system, String folder, HttpServletRequest request) {
    SortedMap<String, Long> sizes = new TreeMap<>();
    Matcher model = MODEL.matcher(folder);
    if (model.matches()) {
      String root = "models/%s/%s/".formatted(model.group(1), model.group(2));
      ready(projects.require(system), model)
          .content()
          .files()
          .forEach(file -> sizes.put(root + file.name(), file.size()));
      sizes.keySet().removeIf(name -> !name.startsWith(folder + "/"));
    } else {
      pile(system, request)
          .below(folder + "/")
          .forEach((name, blob) -> sizes.put(name, blob.size()));
    }
    return sizes;
  }
}
