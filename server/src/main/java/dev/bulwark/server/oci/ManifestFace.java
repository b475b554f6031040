package dev.bulwark.server.oci;

import dev.bulwark.kernel.bytes.ByteSize;
import dev.bulwark.kernel.bytes.Bytes;
import dev.bulwark.kernel.bytes.Digest;
import dev.bulwark.registry.AssetKind;
import dev.bulwark.registry.intake.Incoming;
import dev.bulwark.registry.state.Version;
import dev.bulwark.server.access.Action;
import dev.bulwark.server.access.Needs;
import dev.bulwark.server.project.Project;
import dev.bulwark.server.upload.Pile;
import dev.bulwark.server.upload.Registrations;
import dev.bulwark.server.upload.Uploads;
import dev.bulwark.server.web.TokenSigners;
import jakarta.servlet.http.HttpServletRequest;
import java.io.IOException;
import java.nio.channels.Channels;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.springframework.http.HttpHeaders;
import org.springframework.http.ResponseEntity;
import org.springframework.stereotype.Controller;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PutMapping;

/// Pushing a manifest: it becomes a version of its layers' files, beside the manifest itself.
///
/// The answer waits for the examination, for a while: a version that fails is refused with the
/// rules it failed, though it stays in quarantine; one whose checks take longer resolves when they
/// passed.
@Controller
public final class ManifestFace {
  private static final ByteSize LARGEST = ByteSize.ofMib(4);
  private static final Duration PATIENCE = Duration.ofSeconds(20);

  private final Repositories repositories;
  private final TokenSigners signers;

  public ManifestFace(Repositories repositories, TokenSigners signers) {
    this.repositories = repositories;
    this.signers = signers;
  }

  @PutMapping("/v2/{system}/{model}/manifests/{reference}")
  @Needs(Action.PUSH_VERSION)
  ResponseEntity<byte[]> put(
      @PathVariable String system,
      @PathVariable String model,
      @PathVariable String reference,
      HttpServletRequest request)
      throws IOException {
    Project project = repositories.project(system);
    Repository repository = repositories.of(project, model);
    Bytes bytes = body(request);
    Digest digest = Digest.of(bytes);
    requireFree(repository, Reference.parse(reference), digest);
    OciManifest manifest = OciManifest.parse(bytes, type(request));
    if (manifest.hasSubject()) {
      throw OciProblem.DENIED.because(
          "expected a model, found something attached to one; what is attached here comes from the"
              + " ledger alone, record it with `bulwark`");
    }
    Registrations registrations = repositories.registrations();
    Version version =
        repository
            .again(reference, digest)
            .orElseGet(() -> take(project, repository, reference, manifest, bytes, request));
    Version examined = registrations.await(project, version.id(), PATIENCE);
    if (examined.state() == Version.State.FAILED) {
      throw Repository.denied(examined);
    }
    return ResponseEntity.status(201)
        .header(HttpHeaders.LOCATION, "/v2/%s/%s/manifests/%s".formatted(system, model, digest))
        .header(PullFace.DIGEST, digest.toString())
        .build();
  }

  private static String type(HttpServletRequest request) {
    String type = request.getContentType();
    return type == null ? "" : type.split(";", -1)[0].strip();
  }

  private static Bytes body(HttpServletRequest request) throws IOException {
    byte[] bytes = request.getInputStream().readNBytes((int) LARGEST.bytes() + 1);
    if (bytes.length > LARGEST.bytes()) {
      throw OciProblem.SIZE_INVALID.because("expected a manifest of at most 4 MiB, found more");
    }
    return Bytes.of(bytes);
  }

  private static void requireFree(Repository repository, Reference reference, Digest digest) {
    switch (reference) {
      case Reference.ByDigest(Digest named) -> {
        if (!named.equals(digest)) {
          throw OciProblem.DIGEST_INVALID.because(
              "expected a manifest of the digest in the address, found %s".formatted(digest));
        }
      }
      case Reference.Tag(String tag) ->
          repository
              .taken(tag)
              .ifPresent(
                  what -> {
                    throw OciProblem.DENIED.because(
                        "expected a tag that a push can set, found " + what);
                  });
    }
  }

  private Version take(
      Project project,
      Repository repository,
      String reference,
      OciManifest manifest,
      Bytes bytes,
      HttpServletRequest request) {
    Uploads uploads = repositories.uploads();
    Pile pile = uploads.of(new Uploads.Owner(project.id(), signers.person(request)));
    List<OciManifest.Named> named = manifest.files();
    try (Held held = new Held(project, repository)) {
      List<Incoming.File> files = new ArrayList<>();
      for (OciManifest.Named each : named) {
        files.add(new Incoming.File(each.name(), each.blob().size(), opener(each, pile, held)));
      }
      files.add(
          new Incoming.File(
              OciManifest.MANIFEST_FILE, bytes.size(), () -> Channels.newChannel(bytes.stream())));
      Incoming incoming =
          new Incoming(
              repository.model(),
              AssetKind.MODEL,
              Optional.empty(),
              files,
              Set.of(),
              List.of(Repository.pushed(reference, Digest.of(bytes))));
      // What waits stays until it is too old: another push may name the same blobs.
      return signers.signed(
          request,
          project.id(),
          signer -> repositories.registrations().take(project, incoming, signer));
    }
  }

  /// From what waits, or from a ready version of the system.
  private Incoming.Opener opener(OciManifest.Named named, Pile pile, Held held) {
    Digest digest = named.blob().digest();
    Uploaded blob =
        pile.find(PushFace.kept(digest))
            .map(waits -> new Uploaded(waits.size(), () -> repositories.uploads().open(waits)))
            .or(
                () ->
                    held.find(digest).map(item -> new Uploaded(item.size(), () -> held.read(item))))
            .orElseThrow(
                () ->
                    OciProblem.MANIFEST_BLOB_UNKNOWN.because(
                        "expected every blob of the manifest to be uploaded first, found none of"
                            + " the digest "
                            + digest));
    if (blob.size() != named.blob().size()) {
      throw OciManifest.invalid("the size of each blob", "another for " + digest);
    }
    return blob.opener();
  }

  private record Uploaded(long size, Incoming.Opener opener) {}
}
