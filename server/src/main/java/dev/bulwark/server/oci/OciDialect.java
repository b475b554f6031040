package dev.bulwark.server.oci;

import dev.bulwark.kernel.fault.ProblemType;
import dev.bulwark.kernel.json.Json;
import dev.bulwark.server.web.Dialect;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.springframework.http.HttpHeaders;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;

/// Problems as OCI says them: `{"errors":[{"code","message"}]}`. Who is nobody is asked for a
/// token, as the password of Basic authentication.
public final class OciDialect implements Dialect {
  private static final String PREFIX = "/v2/";

  @Override
  public boolean isSpokenAt(String path) {
    return path.startsWith(PREFIX);
  }

  @Override
  public ResponseEntity<byte[]> answer(ProblemType type, String detail) {
    ResponseEntity.BodyBuilder answer =
        ResponseEntity.status(type.httpStatus())
            .contentType(MediaType.APPLICATION_JSON)
            .header(HttpHeaders.CACHE_CONTROL, "no-store");
    if (type.httpStatus() == 401) {
      answer.header(HttpHeaders.WWW_AUTHENTICATE, "Basic realm=\"bulwark\", charset=\"UTF-8\"");
    }
    return answer.body(
        Json.object()
            .put(
                "errors",
                Json.array(
                    List.of(
                        Json.object()
                            .put("code", OciProblem.code(type))
                            .put("message", detail)
                            .build())))
            .build()
            .canonical()
            .getBytes(StandardCharsets.UTF_8));
  }
}
