package dev.bulwark.server.oci;

import dev.bulwark.kernel.bytes.Bytes;
import dev.bulwark.kernel.bytes.Digest;
import dev.bulwark.kernel.json.Json;
import dev.bulwark.project.registry.StoredVersions;
import dev.bulwark.registry.seal.PackingList;
import dev.bulwark.registry.state.Version;
import dev.bulwark.server.access.Action;
import dev.bulwark.server.access.Needs;
import dev.bulwark.server.project.Project;
import dev.bulwark.server.project.ProjectDesk;
import dev.bulwark.server.upload.Blob;
import dev.bulwark.server.upload.Download;
import dev.bulwark.server.upload.Uploads;
import dev.bulwark.server.web.TokenSigners;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import org.springframework.http.HttpHeaders;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.stereotype.Controller;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RequestParam;

/// Pulling: manifests, blobs, tags and what is attached.
@Controller
public final class PullFace {
  static final String DIGEST = "Docker-Content-Digest";
  private static final String AT = "/v2/{system}/{model}";
  private static final int MOST = 1000;

  private final Repositories repositories;
  private final Referrers referrers;
  private final TokenSigners signers;

  public PullFace(Repositories repositories, Referrers referrers, TokenSigners signers) {
    this.repositories = repositories;
    this.referrers = referrers;
    this.signers = signers;
  }

  /// Whether this is a registry, and the token is good.
  @GetMapping("/v2/")
  @Needs(Action.GREET)
  ResponseEntity<byte[]> version() {
    return ResponseEntity.ok()
        .header("Docker-Distribution-API-Version", "registry/2.0")
        .contentType(MediaType.APPLICATION_JSON)
        .body("{}".getBytes(StandardCharsets.UTF_8));
  }

  @GetMapping(AT + "/manifests/{reference}")
  @Needs(Action.PULL_VERSION)
  ResponseEntity<byte[]> manifest(
      @PathVariable String system, @PathVariable String model, @PathVariable String reference) {
    Project project = repositories.project(system);
    Repository repository = repositories.of(project, model);
    Reference wanted = Reference.parse(reference);
    repository.requireKnown();
    Bytes bytes =
        repository
            .ready(wanted)
            .map(version -> Repositories.manifest(project, version))
            .or(() -> attached(project, repository, wanted))
            .orElseThrow(
                () ->
                    OciProblem.MANIFEST_UNKNOWN.because(
                        "expected a manifest, found none of that tag or digest"));
    return ResponseEntity.ok()
        .header(DIGEST, Digest.of(bytes).toString())
        .header(HttpHeaders.CONTENT_TYPE, OciManifest.type(bytes))
        .header(HttpHeaders.CACHE_CONTROL, "no-store")
        .body(bytes.toArray());
  }

  private Optional<Bytes> attached(Project project, Repository repository, Reference wanted) {
    return wanted instanceof Reference.ByDigest(Digest digest)
        ? referrers.find(project, repository, digest)
        : Optional.empty();
  }

  /// Decrypted while it goes out. What the caller uploaded and is no version yet is theirs to see.
  @GetMapping(AT + "/blobs/{digest}")
  @Needs(Action.PULL_VERSION)
  void blob(
      @PathVariable String system,
      @PathVariable String model,
      @PathVariable String digest,
      HttpServletRequest request,
      HttpServletResponse response)
      throws IOException {
    Project project = repositories.project(system);
    Repository repository = repositories.of(project, model);
    Digest wanted = Reference.digest(digest);
    Optional<Version> holder = repository.holder(wanted);
    if (holder.isPresent()) {
      try (StoredVersions stored = StoredVersions.open(ProjectDesk.home(project))) {
        PackingList.Item item =
            Repositories.item(stored, holder.get(), it -> it.digest().equals(wanted));
        response.setHeader(DIGEST, digest);
        Download.send(request, response, item.size(), to -> stored.copy(item, to));
      }
      return;
    }
    Uploads uploads = repositories.uploads();
    Optional<Blob> own =
        uploads.of(new Uploads.Owner(system, signers.person(request))).find(PushFace.kept(wanted));
    if (own.isPresent()) {
      response.setHeader(DIGEST, digest);
      Download.send(
          request, response, own.get().size(), to -> Download.copy(uploads.open(own.get()), to));
      return;
    }
    Bytes bytes = small(project, repository, wanted);
    response.setHeader(DIGEST, digest);
    Download.send(request, response, bytes.size(), to -> to.write(bytes.buffer()));
  }

  private Bytes small(Project project, Repository repository, Digest wanted) {
    return wanted.equals(OciManifest.EMPTY_DIGEST)
        ? OciManifest.EMPTY_BYTES
        : Optional.of(repository)
            .filter(it -> !it.state().of(it.model()).isEmpty())
            .flatMap(it -> referrers.find(project, it, wanted))
            .orElseThrow(
                () ->
                    OciProblem.BLOB_UNKNOWN.because(
                        "expected a blob of a ready version, found none of that digest"));
  }

  @GetMapping(AT + "/tags/list")
  @Needs(Action.READ_SYSTEM)
  ResponseEntity<byte[]> tags(
      @PathVariable String system,
      @PathVariable String model,
      @RequestParam(defaultValue = "1000") int n,
      @RequestParam(defaultValue = "") String last) {
    Repository repository = repositories.of(repositories.project(system), model);
    repository.requireKnown();
    if (n < 0 || n > MOST || (!last.isEmpty() && !Reference.TAG.matcher(last).matches())) {
      throw OciProblem.NAME_INVALID.because(
          "expected n from 0 to 1000 and a tag as last, found another");
    }
    List<String> rest = repository.tags().stream().filter(tag -> tag.compareTo(last) > 0).toList();
    List<String> page = rest.subList(0, Math.min(n, rest.size()));
    ResponseEntity.BodyBuilder answer = ResponseEntity.ok();
    if (n > 0 && rest.size() > n) {
      answer.header(
          HttpHeaders.LINK,
          "</v2/%s/%s/tags/list?n=%d&last=%s>; rel=\"next\""
              .formatted(system, model, n, page.getLast()));
    }
    return answer
        .contentType(MediaType.APPLICATION_JSON)
        .body(
            bytes(
                Json.object()
                    .put("name", system + "/" + model)
                    .put("tags", Json.texts(page))
                    .build()));
  }

  private static byte[] bytes(Json json) {
    return json.canonical().getBytes(StandardCharsets.UTF_8);
  }

  /// What is attached to a ready version; nothing for a digest that is none.
  @GetMapping(AT + "/referrers/{digest}")
  @Needs(Action.PULL_VERSION)
  ResponseEntity<byte[]> referrers(
      @PathVariable String system,
      @PathVariable String model,
      @PathVariable String digest,
      @RequestParam(defaultValue = "") String artifactType) {
    Project project = repositories.project(system);
    Repository repository = repositories.of(project, model);
    List<Json.Obj> all =
        repository
            .ready(new Reference.ByDigest(Reference.digest(digest)))
            .map(version -> referrers.of(project, version))
            .orElse(List.of())
            .stream()
            .filter(each -> artifactType.isEmpty() || each.type().equals(artifactType))
            .map(Referrers.Attached::descriptor)
            .toList();
    ResponseEntity.BodyBuilder answer = ResponseEntity.ok();
    if (!artifactType.isEmpty()) {
      answer.header("OCI-Filters-Applied", "artifactType");
    }
    return answer
        .header(HttpHeaders.CONTENT_TYPE, OciManifest.INDEX)
        .body(
            bytes(
                Json.object()
                    .put("schemaVersion", 2)
                    .put("mediaType", OciManifest.INDEX)
                    .put("manifests", Json.array(all))
                    .build()));
  }
}
