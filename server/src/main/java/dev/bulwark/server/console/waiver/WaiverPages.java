package dev.bulwark.server.console.waiver;

import dev.bulwark.control.policy.Control;
import dev.bulwark.control.status.Assessment;
import dev.bulwark.control.status.Scope;
import dev.bulwark.control.status.Waiver;
import dev.bulwark.kernel.check.Subject;
import dev.bulwark.server.ServerFault;
import dev.bulwark.server.access.Action;
import dev.bulwark.server.access.Needs;
import dev.bulwark.server.console.Console;
import dev.bulwark.server.console.Pages;
import dev.bulwark.server.project.Project;
import dev.bulwark.server.project.Signing;
import dev.bulwark.server.project.Standing;
import dev.bulwark.server.project.Waiving;
import jakarta.servlet.http.HttpServletRequest;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.springframework.http.HttpStatus;
import org.springframework.http.ResponseEntity;
import org.springframework.stereotype.Controller;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestParam;

/// A system's waivers: asked for by one person, confirmed by another in the same words, with an
/// end.
@Controller
public final class WaiverPages {
  private final Console console;
  private final Waiving waiving;

  public WaiverPages(Console console, Waiving waiving) {
    this.console = console;
    this.waiving = waiving;
  }

  /// @param own whether the one who looks has signed it
  /// @param digest of the words
  public record Line(Waiver waiver, Waiving.Stand stand, boolean own, String digest) {
    public List<String> signers() {
      return Waiving.signers(waiver);
    }

    /// Why it opens nothing; empty while it does.
    public String why() {
      return waiver instanceof Waiver.NotInForce open ? open.why() : "";
    }
  }

  /// @param author whether the one who looks built the system, and so signs no waiver of it
  /// @param asked the control a form is to begin with; empty for none
  /// @param open the controls that could be waived
  /// @param latest the last day an end may have
  /// @param why why the last form was refused; empty otherwise
  /// @param over the bytes both halves are signed over; empty for a system that is not described
  public record Waivers(
      Project project,
      List<Line> lines,
      boolean mayWaive,
      boolean author,
      String asked,
      String reason,
      List<Control> open,
      LocalDate earliest,
      LocalDate latest,
      String why,
      Optional<Subject> over,
      Instant asOf) {
    public Waivers {
      lines = List.copyOf(lines);
      open = List.copyOf(open);
    }

    public List<Line> of(String stand) {
      return lines.stream().filter(line -> line.stand().name().equals(stand)).toList();
    }

    public List<Line> past() {
      return Stream.concat(of("ENDED").stream(), of("VOID").stream()).toList();
    }
  }

  @GetMapping("/systems/{system}/waivers")
  @Needs(Action.READ_SYSTEM)
  ResponseEntity<byte[]> waivers(
      @PathVariable String system,
      @RequestParam(defaultValue = "") String control,
      @RequestParam(defaultValue = "") String reason,
      HttpServletRequest request) {
    return waivers(HttpStatus.OK, system, control, reason, "", request);
  }

  private ResponseEntity<byte[]> waivers(
      HttpStatus status,
      String system,
      String control,
      String reason,
      String why,
      HttpServletRequest request) {
    Standing standing = console.standing(system);
    Assessment assessment = standing.assessment();
    String person = console.person(request).name();
    LocalDate today = LocalDate.ofInstant(assessment.asOf(), ZoneOffset.UTC);
    return console.answer(
        status,
        "waivers",
        new Waivers(
            standing.project(),
            assessment.waivers().reversed().stream()
                .map(waiver -> line(waiver, assessment.asOf(), person))
                .toList(),
            console.may(request, Action.WAIVE, system),
            assessment.described() instanceof Scope scope && scope.authors().contains(person),
            control,
            reason,
            assessment.assessed().stream()
                .filter(each -> !each.status().isSatisfied())
                .map(Assessment.Assessed::control)
                .toList(),
            today.plusDays(1),
            today.plusDays(Waiving.LONGEST.toDays()),
            why,
            assessment.described() instanceof Scope scope
                ? Optional.of(scope.manifestSubject())
                : Optional.empty(),
            assessment.asOf()),
        request,
        "Waivers of " + standing.report().system().title());
  }

  private static Line line(Waiver waiver, Instant now, String person) {
    return new Line(
        waiver,
        Waiving.stand(waiver, now),
        Waiving.signers(waiver).contains(person),
        Waiving.Terms.of(waiver).digest());
  }

  @PostMapping("/systems/{system}/waivers")
  @Needs(Action.WAIVE)
  ResponseEntity<byte[]> ask(
      @PathVariable String system,
      @RequestParam String control,
      @RequestParam String reason,
      @RequestParam String until,
      HttpServletRequest request) {
    try {
      sign(system, asked(control, reason, until), request);
    } catch (ServerFault e) {
      return refused(e, system, control, reason, request);
    }
    return Pages.see(at(system));
  }

  /// A challenge over the very half that is about to be signed.
  @PostMapping("/systems/{system}/waivers/challenge")
  @Needs(Action.WAIVE)
  ResponseEntity<byte[]> challenge(
      @PathVariable String system,
      @RequestParam String control,
      @RequestParam String reason,
      @RequestParam String until,
      HttpServletRequest request) {
    return console.challenge(
        request, at(system), draft(system, asked(control, reason, until), request));
  }

  @PostMapping("/systems/{system}/waivers/confirmation")
  @Needs(Action.WAIVE)
  ResponseEntity<byte[]> confirm(
      @PathVariable String system, @RequestParam String digest, HttpServletRequest request) {
    try {
      sign(system, new Waiving.Half.Confirmed(digest), request);
    } catch (ServerFault e) {
      return refused(e, system, "", "", request);
    }
    return Pages.see(at(system));
  }

  /// A challenge over the second half.
  @PostMapping("/systems/{system}/waivers/confirmation/challenge")
  @Needs(Action.WAIVE)
  ResponseEntity<byte[]> confirmationChallenge(
      @PathVariable String system, @RequestParam String digest, HttpServletRequest request) {
    return console.challenge(
        request,
        at(system) + "/confirmation",
        draft(system, new Waiving.Half.Confirmed(digest), request));
  }

  private static String at(String system) {
    return "/systems/" + system + "/waivers";
  }

  private static Waiving.Half asked(String control, String reason, String until) {
    return new Waiving.Half.Asked(
        new Waiving.Terms(control, reason.replace("\r\n", "\n").strip(), end(until)));
  }

  /// A day means its first moment in UTC.
  private static Instant end(String day) {
    try {
      return LocalDate.parse(day).atStartOfDay(ZoneOffset.UTC).toInstant();
    } catch (DateTimeException e) {
      throw new ServerFault(
          ServerFault.INVALID, "expected a day such as 2026-12-20, found something else", e);
    }
  }

  private Signing.Draft draft(String system, Waiving.Half half, HttpServletRequest request) {
    return waiving.draft(
        console.project(system),
        half,
        console.person(request).name(),
        console.roles(request, system));
  }

  private void sign(String system, Waiving.Half half, HttpServletRequest request) {
    Signing.Draft draft = draft(system, half, request);
    console.signed(
        system,
        request,
        draft,
        (signer, word) -> waiving.sign(console.project(system), half, draft, word, signer));
  }

  private ResponseEntity<byte[]> refused(
      ServerFault e, String system, String control, String reason, HttpServletRequest request) {
    return waivers(
        HttpStatus.valueOf(e.type().httpStatus()),
        system,
        control,
        reason,
        String.valueOf(e.getMessage()),
        request);
  }
}
