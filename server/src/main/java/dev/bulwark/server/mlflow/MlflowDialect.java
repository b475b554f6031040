package dev.bulwark.server.mlflow;

import dev.bulwark.kernel.fault.ProblemType;
import dev.bulwark.kernel.json.Json;
import dev.bulwark.server.ServerFault;
import dev.bulwark.server.web.Dialect;
import java.nio.charset.StandardCharsets;
import org.springframework.http.HttpHeaders;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;

/// Problems as MLflow says them: `{"error_code","message"}`.
///
/// Codes: MLflow's `databricks_pb2.ErrorCode`.
public final class MlflowDialect implements Dialect {
  static final String PREFIX = "/mlflow/";

  @Override
  public boolean isSpokenAt(String path) {
    return path.startsWith(PREFIX);
  }

  @Override
  public ResponseEntity<byte[]> answer(ProblemType type, String detail) {
    int status = status(type);
    ResponseEntity.BodyBuilder answer =
        ResponseEntity.status(status)
            .contentType(MediaType.APPLICATION_JSON)
            .header(HttpHeaders.CACHE_CONTROL, "no-store");
    if (status == 401) {
      answer.header(HttpHeaders.WWW_AUTHENTICATE, "Bearer realm=\"bulwark\"");
    }
    return answer.body(
        Json.object()
            .put("error_code", code(type, status))
            .put("message", detail)
            .build()
            .canonical()
            .getBytes(StandardCharsets.UTF_8));
  }

  /// MLflow's clients expect 400 where others would say 409, 413 or 422.
  private static int status(ProblemType type) {
    return switch (type.httpStatus()) {
      case 409, 413, 422 -> 400;
      default -> type.httpStatus();
    };
  }

  private static String code(ProblemType type, int status) {
    if (type.slug().equals(ServerFault.CONFLICT.slug())) {
      return "RESOURCE_ALREADY_EXISTS";
    }
    if (type.slug().equals("registry-conflict")) {
      return "INVALID_STATE";
    }
    return switch (status) {
      case 401 -> "UNAUTHENTICATED";
      case 403, 405 -> "PERMISSION_DENIED";
      case 404 -> "RESOURCE_DOES_NOT_EXIST";
      case 429 -> "REQUEST_LIMIT_EXCEEDED";
      case 501 -> "NOT_IMPLEMENTED";
      case 503 -> "TEMPORARILY_UNAVAILABLE";
      default -> status < 500 ? "INVALID_PARAMETER_VALUE" : "INTERNAL_ERROR";
    };
  }
}
