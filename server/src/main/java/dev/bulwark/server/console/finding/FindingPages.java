package dev.bulwark.server.console.finding;

import dev.bulwark.control.status.Answer;
import dev.bulwark.control.status.Reason;
import dev.bulwark.kernel.check.Rule;
import dev.bulwark.server.ServerFault;
import dev.bulwark.server.access.Action;
import dev.bulwark.server.access.Needs;
import dev.bulwark.server.console.Console;
import dev.bulwark.server.console.Pages;
import dev.bulwark.server.console.PerStanding;
import dev.bulwark.server.console.risk.Trend;
import dev.bulwark.server.finding.Filter;
import dev.bulwark.server.finding.Findings;
import dev.bulwark.server.finding.Found;
import dev.bulwark.server.finding.Grade;
import dev.bulwark.server.project.Excuses;
import dev.bulwark.server.project.Project;
import dev.bulwark.server.project.Signing;
import dev.bulwark.server.project.Standing;
import jakarta.servlet.http.HttpServletRequest;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.springframework.http.HttpStatus;
import org.springframework.http.ResponseEntity;
import org.springframework.stereotype.Controller;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.ModelAttribute;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestParam;

/// A system's findings, one of them, and what people state about it.
@Controller
public final class FindingPages {
  private static final int A_PAGE = 100;

  private final Console console;
  private final Excuses excuses;
  private final PerStanding<Findings> findings;

  public FindingPages(Console console, Excuses excuses) {
    this.console = console;
    this.excuses = excuses;
    this.findings =
        new PerStanding<>(standing -> Findings.of(console.desk().evidence(standing.project())));
  }

  /// @param found those of this page of the list
  /// @param total how many fit the filter
  /// @param from number of the first one shown, from 0
  /// @param rules of every finding, for the filter
  public record Listed(
      Project project,
      Filter filter,
      List<Found> found,
      int total,
      int from,
      List<String> rules,
      Trend trend,
      Instant asOf) {
    public Listed {
      found = List.copyOf(found);
      rules = List.copyOf(rules);
    }

    public List<Grade> grades() {
      return List.of(Grade.values());
    }

    /// Where the next page begins; empty on the last.
    public Optional<Integer> next() {
      return from + found.size() < total ? Optional.of(from + found.size()) : Optional.empty();
    }
  }

  /// @param rule what its page says; empty for a rule this program no longer has
  /// @param controls that this rule keeps from being satisfied
  /// @param vulnerabilities what a VEX statement could be about
  /// @param why why the last form was refused; empty otherwise
  public record One(
      Project project,
      Found found,
      Optional<Rule> rule,
      List<Held> controls,
      List<Vulnerable> vulnerabilities,
      boolean mayTriage,
      String why,
      Instant asOf) {
    public One {
      controls = List.copyOf(controls);
      vulnerabilities = List.copyOf(vulnerabilities);
    }

    public List<String> statuses() {
      return Excuses.STATUSES;
    }

    public List<String> justifications() {
      return Excuses.JUSTIFICATIONS;
    }
  }

  /// A control that a rule keeps from being satisfied.
  public record Held(String id, String title) {}

  @GetMapping("/systems/{system}/findings")
  @Needs(Action.READ_SYSTEM)
  ResponseEntity<byte[]> list(
      @PathVariable String system,
      @RequestParam(defaultValue = "open") String state,
      @RequestParam(defaultValue = "") String severity,
      @RequestParam(defaultValue = "") String rule,
      @RequestParam(defaultValue = "") String place,
      @RequestParam(defaultValue = "severity") String order,
      @RequestParam(defaultValue = "0") int from,
      HttpServletRequest request) {
    Standing standing = console.standing(system);
    Findings all = findings.of(standing);
    Filter filter = Filter.of(state, severity, rule, place, order);
    List<Found> fitting = filter.of(all);
    int begin = Math.clamp(from, 0, fitting.size());
    return console.page(
        "findings",
        new Listed(
            standing.project(),
            filter,
            fitting.subList(begin, Math.min(begin + A_PAGE, fitting.size())),
            fitting.size(),
            begin,
            all.all().stream().map(Found::rule).distinct().sorted().toList(),
            Trend.of(all.trend()),
            standing.assessment().asOf()),
        request,
        "Findings of " + standing.report().system().title());
  }

  @GetMapping("/systems/{system}/findings/{id}")
  @Needs(Action.READ_SYSTEM)
  ResponseEntity<byte[]> one(
      @PathVariable String system, @PathVariable String id, HttpServletRequest request) {
    return one(HttpStatus.OK, system, id, "", request);
  }

  private ResponseEntity<byte[]> one(
      HttpStatus status, String system, String id, String why, HttpServletRequest request) {
    Standing standing = console.standing(system);
    Found found = found(standing, id);
    return console.answer(
        status,
        "finding",
        new One(
            standing.project(),
            found,
            console.desk().rules(standing.project()).stream()
                .filter(rule -> rule.id().value().equals(found.rule()))
                .findFirst(),
            held(standing, found.rule()),
            found.open() ? Vulnerable.of(found) : List.of(),
            console.may(request, Action.TRIAGE, system),
            why,
            standing.assessment().asOf()),
        request,
        found.rule() + " at " + found.place());
  }

  private Found found(Standing standing, String id) {
    return findings
        .of(standing)
        .find(id)
        .orElseThrow(
            () ->
                new ServerFault(
                    ServerFault.NOT_THERE,
                    "expected something that was found here, found no such"));
  }

  private static List<Held> held(Standing standing, String rule) {
    return standing.assessment().assessed().stream()
        .filter(each -> each.status().open().stream().anyMatch(answer -> names(answer, rule)))
        .map(each -> new Held(each.control().id(), each.control().title()))
        .toList();
  }

  private static boolean names(Answer answer, String rule) {
    return switch (answer.reason()) {
      case Reason.RulesFailed(List<String> rules) -> rules.contains(rule);
      case Reason.RulesUndecided(List<String> rules) -> rules.contains(rule);
      default -> false;
    };
  }

  /// Signs what somebody states about a vulnerability, and checks again so that it shows.
  @PostMapping("/systems/{system}/findings/{id}/vex")
  @Needs(Action.TRIAGE)
  ResponseEntity<byte[]> state(
      @PathVariable String system,
      @PathVariable String id,
      @ModelAttribute Said said,
      HttpServletRequest request) {
    try {
      Project project = console.project(system);
      Signing.Draft draft = draft(system, id, said, request);
      console.signed(
          system, request, draft, (signer, word) -> excuses.state(project, draft, word, signer));
      console.desk().check(project);
    } catch (ServerFault e) {
      return one(
          HttpStatus.valueOf(e.type().httpStatus()),
          system,
          id,
          String.valueOf(e.getMessage()),
          request);
    }
    return Pages.see("/systems/" + system + "/findings/" + id);
  }

  /// A challenge over the very statement that is about to be signed.
  @PostMapping("/systems/{system}/findings/{id}/vex/challenge")
  @Needs(Action.TRIAGE)
  ResponseEntity<byte[]> challenge(
      @PathVariable String system,
      @PathVariable String id,
      @ModelAttribute Said said,
      HttpServletRequest request) {
    return console.challenge(
        request,
        "/systems/" + system + "/findings/" + id + "/vex",
        draft(system, id, said, request));
  }

  private Signing.Draft draft(String system, String id, Said said, HttpServletRequest request) {
    Vulnerable about =
        Vulnerable.of(found(console.standing(system), id)).stream()
            .filter(each -> each.word().equals(said.vulnerability()))
            .findFirst()
            .orElseThrow(
                () ->
                    new ServerFault(
                        ServerFault.INVALID,
                        "expected one of the vulnerabilities this page names, found another"));
    return excuses.draft(
        said.about(about),
        said.moment(),
        console.person(request).name(),
        console.roles(request, system));
  }
}
