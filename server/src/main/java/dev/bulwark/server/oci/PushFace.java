package dev.bulwark.server.oci;

import dev.bulwark.kernel.bytes.Bytes;
import dev.bulwark.kernel.bytes.Digest;
import dev.bulwark.server.ServerFault;
import dev.bulwark.server.access.Action;
import dev.bulwark.server.access.Needs;
import dev.bulwark.server.project.Project;
import dev.bulwark.server.upload.Download;
import dev.bulwark.server.upload.Pile;
import dev.bulwark.server.upload.Uploads;
import dev.bulwark.server.web.TokenSigners;
import jakarta.servlet.http.HttpServletRequest;
import java.io.IOException;
import java.security.SecureRandom;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.springframework.http.HttpHeaders;
import org.springframework.http.ResponseEntity;
import org.springframework.stereotype.Controller;
import org.springframework.web.bind.annotation.DeleteMapping;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PatchMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.PutMapping;
import org.springframework.web.bind.annotation.RequestParam;

/// Pushing blobs: in one request, or in several. What a request that is cut brought is not kept;
/// the upload goes on from where it was.
@Controller
public final class PushFace {
  private static final String AT = "/v2/{system}/{model}/blobs";
  private static final Pattern RANGE = Pattern.compile("(?:bytes )?([0-9]{1,15})-([0-9]{1,15})");
  private static final int ID = 16;

  private final Repositories repositories;
  private final TokenSigners signers;
  private final SecureRandom random;

  public PushFace(Repositories repositories, TokenSigners signers, SecureRandom random) {
    this.repositories = repositories;
    this.signers = signers;
    this.random = random;
  }

  /// The name of a blob among what a person has waiting.
  static String kept(Digest digest) {
    return "blobs/" + digest;
  }

  private Pile pile(String system, HttpServletRequest request) {
    return repositories.uploads().of(new Uploads.Owner(system, signers.person(request)));
  }

  private static String place(String system, String model, String what) {
    return "/v2/%s/%s/blobs/%s".formatted(system, model, what);
  }

  /// Begins an upload, or ends it in the same request with `digest`; `mount` spares one whose bytes
  /// are in a ready version of the same system, or waiting already.
  @PostMapping({AT + "/uploads/", AT + "/uploads"})
  @Needs(Action.PUSH_VERSION)
  ResponseEntity<byte[]> begin(
      @PathVariable String system,
      @PathVariable String model,
      @RequestParam(defaultValue = "") String digest,
      @RequestParam(defaultValue = "") String mount,
      HttpServletRequest request)
      throws IOException {
    Project project = repositories.project(system);
    Repository repository = repositories.of(project, model);
    Pile pile = pile(system, request);
    Optional<Digest> wanted = mount.isEmpty() ? Optional.empty() : Reference.find(mount);
    if (wanted.isPresent()
        && (pile.find(kept(wanted.get())).isPresent()
            || repository.holder(wanted.get()).isPresent())) {
      return made(system, model, wanted.get());
    }
    byte[] bytes = new byte[ID];
    random.nextBytes(bytes);
    String id = Bytes.of(bytes).hex();
    Optional<Digest> whole =
        digest.isEmpty() ? Optional.empty() : Optional.of(Reference.digest(digest));
    pile.begin(id);
    if (whole.isPresent()) {
      append(pile, id, request);
      pile.finish(id, kept(whole.get()), whole.get());
      return made(system, model, whole.get());
    }
    return going(202, system, model, id, 0);
  }

  private static ResponseEntity<byte[]> made(String system, String model, Digest digest) {
    return ResponseEntity.status(201)
        .header(HttpHeaders.LOCATION, place(system, model, digest.toString()))
        .header(PullFace.DIGEST, digest.toString())
        .build();
  }

  private static ResponseEntity<byte[]> going(
      int status, String system, String model, String id, long size) {
    return ResponseEntity.status(status)
        .header(HttpHeaders.LOCATION, place(system, model, "uploads/" + id))
        .header(HttpHeaders.RANGE, "0-" + Math.max(0, size - 1))
        .header("Docker-Upload-UUID", id)
        .build();
  }

  @PatchMapping(AT + "/uploads/{id}")
  @Needs(Action.PUSH_VERSION)
  ResponseEntity<byte[]> append(
      @PathVariable String system,
      @PathVariable String model,
      @PathVariable String id,
      HttpServletRequest request)
      throws IOException {
    Pile pile = pile(system, request);
    require(pile, id);
    try {
      return going(202, system, model, id, append(pile, id, request));
    } catch (Pile.OutOfOrder e) {
      return going(416, system, model, id, e.size());
    }
  }

  private static void require(Pile pile, String id) {
    if (pile.size(id).isEmpty()) {
      throw OciProblem.BLOB_UPLOAD_UNKNOWN.because(
          "expected an upload that you began here, found none of that id; begin again");
    }
  }

  private static long append(Pile pile, String id, HttpServletRequest request) throws IOException {
    OptionalLong declared = Download.declared(request);
    OptionalLong from = OptionalLong.empty();
    String header = request.getHeader(HttpHeaders.CONTENT_RANGE);
    if (header != null) {
      Matcher range = RANGE.matcher(header);
      if (!range.matches()) {
        throw OciProblem.BLOB_UPLOAD_INVALID.because(
            "expected a Content-Range such as 0-1023, found another");
      }
      from = OptionalLong.of(Long.parseLong(range.group(1)));
      long size = Long.parseLong(range.group(2)) - from.getAsLong() + 1;
      if (size < 0 || (declared.isPresent() && declared.getAsLong() != size)) {
        throw OciProblem.BLOB_UPLOAD_INVALID.because(
            "expected a Content-Range as long as the body, found another");
      }
    }
    return pile.append(id, from, request.getInputStream(), declared);
  }

  @PutMapping(AT + "/uploads/{id}")
  @Needs(Action.PUSH_VERSION)
  ResponseEntity<byte[]> end(
      @PathVariable String system,
      @PathVariable String model,
      @PathVariable String id,
      @RequestParam(defaultValue = "") String digest,
      HttpServletRequest request)
      throws IOException {
    Pile pile = pile(system, request);
    require(pile, id);
    Digest expected = Reference.digest(digest);
    try {
      if (!Download.declared(request).equals(OptionalLong.of(0))) {
        append(pile, id, request);
      }
    } catch (Pile.OutOfOrder e) {
      return going(416, system, model, id, e.size());
    }
    pile.finish(id, kept(expected), expected);
    return made(system, model, expected);
  }

  /// How far an upload is.
  @GetMapping(AT + "/uploads/{id}")
  @Needs(Action.PUSH_VERSION)
  ResponseEntity<byte[]> size(
      @PathVariable String system,
      @PathVariable String model,
      @PathVariable String id,
      HttpServletRequest request) {
    Pile pile = pile(system, request);
    require(pile, id);
    return going(204, system, model, id, pile.size(id).orElse(0));
  }

  @DeleteMapping(AT + "/uploads/{id}")
  @Needs(Action.PUSH_VERSION)
  ResponseEntity<byte[]> cancel(
      @PathVariable String system,
      @PathVariable String model,
      @PathVariable String id,
      HttpServletRequest request) {
    Pile pile = pile(system, request);
    require(pile, id);
    pile.cancel(id);
    return ResponseEntity.noContent().build();
  }

  @DeleteMapping({AT + "/{digest}", "/v2/{system}/{model}/manifests/{digest}"})
  @Needs(Action.PUSH_VERSION)
  @SuppressWarnings("DoNotCallSuggester") // The router calls it.
  ResponseEntity<byte[]> delete(@PathVariable String system, @PathVariable String model) {
    throw new ServerFault(
        ServerFault.KEPT,
        "expected %s/%s to keep what was pushed, found a request to delete; what is in the ledger stays, revoke the version with `bulwark model revoke`"
            .formatted(repositories.project(system).id(), model));
  }
}
