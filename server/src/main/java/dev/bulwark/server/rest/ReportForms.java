package dev.bulwark.server.rest;

import dev.bulwark.control.policy.GateName;
import dev.bulwark.kernel.json.Json;
import dev.bulwark.project.report.JsonReport;
import dev.bulwark.project.report.Report;
import dev.bulwark.project.report.SarifReport;
import dev.bulwark.project.report.TextReport;
import dev.bulwark.project.terminal.Terminal;
import dev.bulwark.server.ServerFault;
import jakarta.servlet.http.HttpServletRequest;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.stream.Stream;
import org.springframework.http.HttpHeaders;
import org.springframework.http.InvalidMediaTypeException;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;

/// A report in the form a program asks for, with the exit code `bulwark check` would end with.
///
/// @param form `application/json`, `text/plain`, `application/sarif+json`
/// @param gate the gate it is asked about; empty for the first that is not open
/// @param all whether the text names every finding and note
record ReportForms(MediaType form, String gate, boolean all) {
  /// The header that carries the exit code.
  public static final String EXIT = "Bulwark-Exit";

  private static final MediaType SARIF = MediaType.parseMediaType("application/sarif+json");
  private static final List<MediaType> FORMS =
      List.of(MediaType.APPLICATION_JSON, MediaType.TEXT_PLAIN, SARIF);

  /// Reads what a request asks for, before anything is done for it.
  ///
  /// @param accept the header
  /// @throws ServerFault `input-invalid`
  static ReportForms of(String accept, String gate, boolean all) {
    List<String> gates = Stream.of(GateName.values()).map(GateName::word).toList();
    if (!gate.isEmpty() && !gates.contains(gate)) {
      throw new ServerFault(
          ServerFault.INVALID, "expected a gate, one of %s; found another".formatted(gates));
    }
    return new ReportForms(form(accept), gate, all);
  }

  /// The answer to something that was done.
  ResponseEntity<byte[]> answer(Report report) {
    return shown(report, ResponseEntity.ok(), text(asked(report)));
  }

  /// What is read, not sent again to who has it.
  ResponseEntity<byte[]> answer(HttpServletRequest request, Report report) {
    return form.equals(MediaType.APPLICATION_JSON)
        ? answer(request, report, JsonReport.of(asked(report)))
        : answer(report);
  }

  /// @param json what is read, of this report
  ResponseEntity<byte[]> answer(HttpServletRequest request, Report report, Json.Obj json) {
    ResponseEntity<byte[]> tagged = Tagged.dated(request, json);
    return ResponseEntity.status(tagged.getStatusCode())
        .headers(tagged.getHeaders())
        .header(EXIT, exit(report))
        .body(tagged.getBody());
  }

  private ResponseEntity<byte[]> shown(
      Report report, ResponseEntity.BodyBuilder answer, String body) {
    MediaType told =
        form.equals(MediaType.TEXT_PLAIN) ? new MediaType(form, StandardCharsets.UTF_8) : form;
    return answer
        .contentType(told)
        .header(HttpHeaders.CACHE_CONTROL, "no-store")
        .header(EXIT, exit(report))
        .body(body.getBytes(StandardCharsets.UTF_8));
  }

  private String exit(Report report) {
    return String.valueOf(asked(report).exit().code());
  }

  private Report asked(Report report) {
    return gate.isEmpty() ? report : report.asking(gate);
  }

  private static MediaType form(String accept) {
    try {
      for (MediaType wanted : MediaType.parseMediaTypes(accept)) {
        for (MediaType form : FORMS) {
          if (wanted.includes(form)) {
            return form;
          }
        }
      }
    } catch (InvalidMediaTypeException e) {
      throw new ServerFault(
          ServerFault.INVALID, "expected a list of media types in Accept, found another text", e);
    }
    return MediaType.APPLICATION_JSON;
  }

  private String text(Report report) {
    if (form.equals(SARIF)) {
      return SarifReport.of(
              report.version(),
              report.rules(),
              List.of(),
              report.findings(),
              report.undecided(),
              report.ruleData())
          .canonical();
    }
    return form.equals(MediaType.TEXT_PLAIN) ? plain(report) : JsonReport.of(report).canonical();
  }

  private String plain(Report report) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    PrintStream out = new PrintStream(bytes, false, StandardCharsets.UTF_8);
    TextReport.print(new Terminal(out, out, false, false), report, all);
    out.flush();
    return bytes.toString(StandardCharsets.UTF_8);
  }
}
