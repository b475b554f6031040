package dev.bulwark.server.console;

import dev.bulwark.server.ServerFault;
import dev.bulwark.server.access.Action;
import dev.bulwark.server.access.Caller;
import dev.bulwark.server.access.Needs;
import dev.bulwark.server.access.Role;
import dev.bulwark.server.account.Account;
import dev.bulwark.server.account.Accounts;
import dev.bulwark.server.account.Links;
import dev.bulwark.server.account.Membership;
import dev.bulwark.server.account.Memberships;
import dev.bulwark.server.account.SecretToken;
import dev.bulwark.server.passkey.Site;
import dev.bulwark.server.project.Project;
import dev.bulwark.server.project.Projects;
import dev.bulwark.server.project.Rosters;
import dev.bulwark.server.web.Callers;
import jakarta.servlet.http.HttpServletRequest;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.springframework.http.ResponseEntity;
import org.springframework.stereotype.Controller;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestParam;

/// Who there is, and what they are to which system.
@Controller
public final class PeoplePages {
  private static final String TRY_AGAIN = "press \"Try again\" beside the name";

  private final Pages pages;
  private final Callers callers;
  private final Accounts accounts;
  private final Memberships memberships;
  private final Links links;
  private final Projects projects;
  private final Rosters rosters;
  private final Confirmations confirmations;
  private final Site site;

  public PeoplePages(
      Pages pages,
      Callers callers,
      Accounts accounts,
      Memberships memberships,
      Links links,
      Projects projects,
      Rosters rosters,
      Confirmations confirmations,
      Site site) {
    this.pages = pages;
    this.callers = callers;
    this.accounts = accounts;
    this.memberships = memberships;
    this.links = links;
    this.projects = projects;
    this.rosters = rosters;
    this.confirmations = confirmations;
    this.site = site;
  }

  /// @param counting those of the memberships that count now
  /// @param behind from whom a role was withdrawn that may still count in a ledger
  /// @param open invitations nobody used yet
  /// @param invitation a link to hand on, shown once; empty when none was just made
  public record People(
      List<Account> accounts,
      List<Membership> memberships,
      Set<Membership> counting,
      Set<String> behind,
      List<Project> projects,
      List<Links.Invitation> open,
      String invitation) {
    public People {
      accounts = List.copyOf(accounts);
      memberships = List.copyOf(memberships);
      counting = Set.copyOf(counting);
      behind = Set.copyOf(behind);
      projects = List.copyOf(projects);
      open = List.copyOf(open);
    }

    public List<Membership> of(Account account) {
      return memberships.stream().filter(each -> each.account().equals(account.name())).toList();
    }
  }

  @GetMapping("/people")
  @Needs(Action.READ_PEOPLE)
  ResponseEntity<byte[]> people(HttpServletRequest request) {
    return people("", request);
  }

  private ResponseEntity<byte[]> people(String invitation, HttpServletRequest request) {
    List<Account> everybody = accounts.all();
    List<String> names = everybody.stream().map(Account::name).toList();
    return pages.page(
        "people",
        new People(
            everybody,
            memberships.all(),
            names.stream()
                .flatMap(name -> memberships.of(name).stream())
                .collect(Collectors.toSet()),
            names.stream().filter(rosters::isBehind).collect(Collectors.toSet()),
            projects.all(),
            links.open(),
            invitation),
        pages.frame(callers.of(request), request, "People"));
  }

  @PostMapping("/people/invitations")
  @Needs(Action.MANAGE_PEOPLE)
  ResponseEntity<byte[]> invite(
      @RequestParam String where,
      @RequestParam(defaultValue = "") List<String> role,
      @RequestParam(defaultValue = "false") boolean administrator,
      HttpServletRequest request) {
    requireSystem(where);
    confirmations.fresh(request);
    SecretToken token =
        links.invite(
            new Links.Offer(administrator, where, role.stream().map(PeoplePages::role).toList()),
            callers.person(request).name());
    return people("%s/begin?link=%s".formatted(site.origin().get(), token.text()), request);
  }

  @PostMapping("/people/{name}/grant")
  @Needs(Action.MANAGE_PEOPLE)
  ResponseEntity<byte[]> grant(
      @PathVariable String name,
      @RequestParam String where,
      @RequestParam String role,
      HttpServletRequest request) {
    requireSystem(where);
    requirePerson(name);
    confirmations.fresh(request);
    memberships.grant(new Membership(name, where, role(role)), callers.person(request).name());
    return Pages.see("/people");
  }

  /// Takes a role away here, and in the ledgers it reached, where what was signed in it stops
  /// counting.
  @PostMapping("/people/{name}/withdraw")
  @Needs(Action.MANAGE_PEOPLE)
  ResponseEntity<byte[]> withdraw(
      @PathVariable String name, @RequestParam String where, @RequestParam String role) {
    requirePerson(name);
    memberships.withdraw(new Membership(name, where, role(role)));
    requireAligned(name, TRY_AGAIN);
    return Pages.see("/people");
  }

  /// Tries again what a busy ledger kept back.
  @PostMapping("/people/{name}/align")
  @Needs(Action.MANAGE_PEOPLE)
  ResponseEntity<byte[]> align(@PathVariable String name) {
    requirePerson(name);
    requireAligned(name, TRY_AGAIN);
    return Pages.see("/people");
  }

  /// Takes somebody's account away: what they get in by first, then roles, here and in the ledgers.
  /// What they signed stays. When a ledger cannot be written, the account stays closed, and its
  /// name is there until that is done.
  @PostMapping("/people/{name}/removal")
  @Needs(Action.MANAGE_PEOPLE)
  ResponseEntity<byte[]> remove(@PathVariable String name, HttpServletRequest request) {
    requirePerson(name);
    if (callers.person(request).name().equals(name)) {
      throw new ServerFault(
          ServerFault.CONFLICT, "expected another person's account, found your own");
    }
    confirmations.fresh(request);
    accounts.close(name);
    memberships.all().stream()
        .filter(each -> each.account().equals(name))
        .forEach(memberships::withdraw);
    requireAligned(name, "nobody gets in by the account any more; remove it again in a while");
    accounts.remove(name);
    return Pages.see("/people");
  }

  /// Makes one invitation void.
  @PostMapping("/people/invitations/{id}/void")
  @Needs(Action.MANAGE_PEOPLE)
  ResponseEntity<byte[]> voidInvitation(@PathVariable String id) {
    links.voidInvitation(id);
    return Pages.see("/people");
  }

  /// Makes every invitation void that nobody used yet.
  @PostMapping("/people/invitations/void")
  @Needs(Action.MANAGE_PEOPLE)
  ResponseEntity<byte[]> voidInvitations() {
    links.voidInvitations();
    return Pages.see("/people");
  }

  /// @param next what to do when it is not
  private void requireAligned(String name, String next) {
    List<String> left = rosters.align(name);
    if (!left.isEmpty()) {
      throw new ServerFault(
          ServerFault.BUSY,
          "expected to withdraw the role in every ledger, found that those of %s could not be written: it still counts there; %s"
              .formatted(String.join(", ", left), next));
    }
  }

  private void requireSystem(String where) {
    if (!where.equals(Caller.ALL) && projects.find(where).isEmpty()) {
      throw new ServerFault(
          ServerFault.INVALID, "expected one of the systems or *, found another word");
    }
  }

  private void requirePerson(String name) {
    if (accounts.find(name).isEmpty()) {
      throw new ServerFault(ServerFault.NOT_THERE, "there is nothing at this address");
    }
  }

  private static Role role(String word) {
    return Role.of(word)
        .orElseThrow(
            () ->
                new ServerFault(
                    ServerFault.INVALID, "expected one of the roles, found another word"));
  }
}
