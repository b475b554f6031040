package dev.bulwark.store;

import dev.bulwark.kernel.store.StoreFault;
import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemException;
import java.nio.file.Path;
import java.util.Locale;

/// Says what a failing medium means for the person in front of it.
final class Trouble {
  private Trouble() {}

  /// @param doing such as `read` or `write`
  static StoreFault fault(String doing, Path where, IOException cause) {
    String reason = reason(cause);
    return new StoreFault(
        StoreFault.UNAVAILABLE,
        "cannot " + doing + " " + where + ": " + reason + "; " + advice(cause, reason),
        cause);
  }

  static StoreFault unexpected(Path where, String expected, String found) {
    return new StoreFault(
        StoreFault.UNAVAILABLE,
        "expected "
            + expected
            + " at "
            + where
            + ", found "
            + found
            + "; move it away if it does not belong to the store");
  }

  private static String reason(IOException cause) {
    if (cause instanceof AccessDeniedException) {
      return "permission denied";
    }
    if (cause instanceof FileSystemException named && named.getReason() != null) {
      return named.getReason();
    }
    String message = cause.getMessage();
    return message == null ? cause.getClass().getSimpleName() : message;
  }

  private static String advice(IOException cause, String reason) {
    String lower = reason.toLowerCase(Locale.ROOT);
    if (lower.contains("no space") || lower.contains("quota")) {
      return "free some space and try again";
    }
    if (lower.contains("read-only")) {
      return "the file system is mounted read-only: mount it writable, or choose another folder";
    }
    if (cause instanceof AccessDeniedException) {
      return "make the folder readable and writable for the user that runs this";
    }
    return "check the disk and try again";
  }
}
