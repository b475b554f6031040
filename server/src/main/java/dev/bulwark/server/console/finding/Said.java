package dev.bulwark.server.console.finding;

import dev.bulwark.server.ServerFault;
import dev.bulwark.server.project.Excuses;
import java.time.DateTimeException;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/// What a form states about a vulnerability; a field that was not sent is empty.
///
/// @param at the moment of the page it was filled in on
record Said(String vulnerability, String status, String justification, String reason, String at) {
  Said(
      @Nullable String vulnerability,
      @Nullable String status,
      @Nullable String justification,
      @Nullable String reason,
      @Nullable String at) {
    this.vulnerability = text(vulnerability);
    this.status = text(status);
    this.justification = text(justification);
    this.reason = text(reason).replace("\r\n", "\n");
    this.at = text(at);
  }

  private static String text(@Nullable String sent) {
    return sent == null ? "" : sent;
  }

  Excuses.Excuse about(Vulnerable about) {
    return new Excuses.Excuse(
        about.component(), about.vulnerability(), status, justification, reason);
  }

  /// @throws ServerFault `input-invalid`
  Instant moment() {
    try {
      return Instant.parse(at);
    } catch (DateTimeException e) {
      throw new ServerFault(
          ServerFault.INVALID, "expected the time the page was made, found another text", e);
    }
  }
}
