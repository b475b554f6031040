package dev.bulwark.server.oci;

import dev.bulwark.kernel.fault.ProblemType;
import dev.bulwark.kernel.fault.ProblemType.Exit;
import dev.bulwark.server.ServerFault;

/// The error codes of OCI Distribution 1.1, with the status each goes with.
enum OciProblem {
  BLOB_UNKNOWN(404),
  BLOB_UPLOAD_INVALID(400),
  BLOB_UPLOAD_UNKNOWN(404),
  DIGEST_INVALID(400),
  MANIFEST_BLOB_UNKNOWN(400),
  MANIFEST_INVALID(400),
  MANIFEST_UNKNOWN(404),
  NAME_INVALID(400),
  NAME_UNKNOWN(404),
  SIZE_INVALID(413),
  DENIED(403),
  UNSUPPORTED(405);

  private static final String SLUG = "oci-";

  private final int status;

  OciProblem(int status) {
    this.status = status;
  }

  ServerFault because(String message) {
    String slug = SLUG + name().toLowerCase(java.util.Locale.ROOT).replace('_', '-');
    return new ServerFault(
        new ProblemType(slug, "An error of the OCI protocol", status, Exit.USAGE), message);
  }

  /// The code a slug stands for, where it is one of these.
  static String code(ProblemType type) {
    if (type.slug().startsWith(SLUG)) {
      return type.slug()
          .substring(SLUG.length())
          .toUpperCase(java.util.Locale.ROOT)
          .replace('-', '_');
    }
    return switch (type.slug()) {
      case "upload-failed", "upload-size-wrong" -> "BLOB_UPLOAD_INVALID";
      case "upload-digest-wrong" -> "DIGEST_INVALID";
      case "upload-too-large" -> "SIZE_INVALID";
      case "file-name-refused", "packing-list-malformed", "registry-invalid" -> "MANIFEST_INVALID";
      default ->
          switch (type.httpStatus()) {
            case 401 -> "UNAUTHORIZED";
            case 403 -> "DENIED";
            case 404 -> "NAME_UNKNOWN";
            case 405 -> "UNSUPPORTED";
            case 429, 503 -> "TOOMANYREQUESTS";
            default -> type.httpStatus() < 500 ? "UNSUPPORTED" : "UNKNOWN";
          };
    };
  }
}
