package dev.bulwark.server.rest;

import dev.bulwark.kernel.bytes.Bytes;
import dev.bulwark.kernel.bytes.Digest;
import dev.bulwark.kernel.fault.ProblemType;
import dev.bulwark.kernel.fault.ProblemType.Exit;
import dev.bulwark.kernel.json.Json;
import dev.bulwark.server.ServerFault;
import jakarta.servlet.http.HttpServletRequest;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.stream.Stream;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;

/// JSON with an `ETag`, which is not sent again to who has it (RFC 9110 §13).
final class Tagged {
  static final ProblemType MOVED_ON =
      new ProblemType("precondition-failed", "It is not what it was", 412, Exit.USAGE);

  private static final int LENGTH = 32;

  private Tagged() {}

  /// A document whose bytes are the same as long as it says the same.
  static ResponseEntity<byte[]> exact(HttpServletRequest request, Json json) {
    return answer(request, json, "\"" + digest(json) + "\"");
  }

  /// A document that says when it was made: the tag leaves that out, and is weak.
  static ResponseEntity<byte[]> dated(HttpServletRequest request, Json.Obj json) {
    Json.Builder rest = Json.object();
    json.members()
        .forEach(
            (name, value) -> {
              if (!name.equals("asOf")) {
                rest.put(name, value);
              }
            });
    return answer(request, json, "W/\"" + digest(rest.build()) + "\"");
  }

  /// A document that follows from the ledger alone.
  ///
  /// @param root the ledger's
  static ResponseEntity<byte[]> ofLedger(HttpServletRequest request, Json json, Digest root) {
    return answer(request, json, tag(root));
  }

  private static String tag(Digest root) {
    return "\"" + root.hex() + "\"";
  }

  private static String digest(Json json) {
    return Digest.of(Bytes.utf8(json.canonical())).hex().substring(0, LENGTH);
  }

  /// @throws ServerFault `precondition-failed` when the ledger is another than the caller saw
  static void requireSeen(HttpServletRequest request, Digest root) {
    String wanted = request.getHeader(HttpHeaders.IF_MATCH);
    if (wanted != null
        && tags(wanted).noneMatch(each -> each.equals("*") || each.equals(tag(root)))) {
      throw new ServerFault(
          MOVED_ON,
          "expected the ledger you saw, found that it grew since; read the evidence again");
    }
  }

  private static Stream<String> tags(String header) {
    return Arrays.stream(header.split(",", -1)).map(String::strip);
  }

  private static ResponseEntity<byte[]> answer(HttpServletRequest request, Json json, String tag) {
    String known = request.getHeader(HttpHeaders.IF_NONE_MATCH);
    boolean same =
        known != null && tags(known).anyMatch(each -> each.equals("*") || weakly(each, tag));
    ResponseEntity.BodyBuilder answer =
        ResponseEntity.status(same ? HttpStatus.NOT_MODIFIED : HttpStatus.OK)
            .eTag(tag)
            .header(HttpHeaders.CACHE_CONTROL, "private, no-cache");
    return same
        ? answer.build()
        : answer
            .contentType(MediaType.APPLICATION_JSON)
            .body(json.canonical().getBytes(StandardCharsets.UTF_8));
  }

  private static boolean weakly(String one, String other) {
    return one.replace("W/", "").equals(other.replace("W/", ""));
  }
}
