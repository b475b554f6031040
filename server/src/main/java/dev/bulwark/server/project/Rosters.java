package dev.bulwark.server.project;

import dev.bulwark.evidence.Roster;
import dev.bulwark.kernel.fault.Fault;
import dev.bulwark.server.ServerFault;
import dev.bulwark.server.access.Role;
import dev.bulwark.server.account.Account;
import dev.bulwark.server.account.Accounts;
import dev.bulwark.server.account.Membership;
import dev.bulwark.server.account.Memberships;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Keeps the rosters of all ledgers in line with what the accounts are to the systems.
///
/// A role that is withdrawn stops counting in a ledger when its roster says so. What a crash or a
/// busy ledger left behind is put right at the next start, when its holder arrives by single
/// sign-on, and by whoever manages people. A ledger is opened for writing only where something was
/// withdrawn that it may count.
public final class Rosters {
  private static final Logger LOG = LoggerFactory.getLogger(Rosters.class);

  private final Projects projects;
  private final ProjectDesk desk;
  private final Signing signing;
  private final Accounts accounts;
  private final Memberships memberships;

  public Rosters(
      Projects projects,
      ProjectDesk desk,
      Signing signing,
      Accounts accounts,
      Memberships memberships) {
    this.projects = projects;
    this.desk = desk;
    this.signing = signing;
    this.accounts = accounts;
    this.memberships = memberships;
  }

  /// Takes away in every ledger the roles that were withdrawn from somebody.
  ///
  /// @return the systems whose ledger could not be written: the roles may still count there, and
  ///   what was withdrawn stays remembered
  public List<String> align(String person) {
    List<Membership> withdrawn = memberships.withdrawn(person);
    List<String> left =
        projects.all().stream()
            .filter(project -> concern(withdrawn, project))
            .filter(project -> !aligned(project, List.of(person)))
            .map(Project::id)
            .toList();
    if (left.isEmpty()) {
      withdrawn.forEach(memberships::forget);
    }
    return left;
  }

  private static boolean concern(List<Membership> memberships, Project project) {
    return memberships.stream().anyMatch(each -> each.isIn(project.id()));
  }

  /// @return false when a roster may still count what was withdrawn from one of them
  private boolean aligned(Project project, List<String> persons) {
    try {
      signing.align(project, persons);
      return true;
    } catch (Fault e) {
      if (!e.type().equals(ServerFault.BUSY) && knowsNone(project, persons)) {
        return true;
      }
      told(project, e);
      return false;
    }
  }

  private static void told(Project project, Fault e) {
    LOG.atWarn()
        .addKeyValue("event", "roster.behind")
        .addKeyValue("system", project.id())
        .addKeyValue("slug", e.type().slug())
        .log();
  }

  /// Whether a ledger that nobody can write to now names none of them. One that another is writing
  /// to may name them in a moment, and is not asked.
  private boolean knowsNone(Project project, List<String> persons) {
    try {
      return desk.roster(project).people().stream().noneMatch(persons::contains);
    } catch (Fault e) {
      return false;
    }
  }

  /// Whether something was withdrawn from somebody that may still count in a ledger.
  public boolean isBehind(String person) {
    return !memberships.withdrawn(person).isEmpty();
  }

  /// Everybody, as at a start: every ledger is read once, and opened where it counts what nobody
  /// gave.
  public void alignAll() {
    List<String> persons = accounts.all().stream().map(Account::name).toList();
    List<Membership> given = memberships.all();
    Map<String, List<Membership>> withdrawn =
        persons.stream().collect(Collectors.toMap(each -> each, memberships::withdrawn));
    Set<String> left = new HashSet<>();
    for (Project project : projects.all()) {
      Set<String> behind = new TreeSet<>(surplus(project, persons, given));
      withdrawn.forEach(
          (person, roles) -> {
            if (concern(roles, project)) {
              behind.add(person);
            }
          });
      if (!behind.isEmpty() && !aligned(project, List.copyOf(behind))) {
        left.addAll(behind);
      }
    }
    withdrawn.forEach(
        (person, roles) -> {
          if (!left.contains(person)) {
            roles.forEach(memberships::forget);
          }
        });
  }

  private List<String> surplus(Project project, List<String> persons, List<Membership> given) {
    if (!ProjectDesk.hasEvidence(project)) {
      return List.of();
    }
    try {
      Roster roster = desk.roster(project);
      return persons.stream()
          .filter(
              person ->
                  !Signing.surplus(roster, person, roles(given, person, project.id()), desk.now())
                      .isEmpty())
          .toList();
    } catch (Fault e) {
      told(project, e);
      return List.of();
    }
  }

  private static Set<Role> roles(List<Membership> given, String person, String system) {
    return given.stream()
        .filter(each -> each.account().equals(person) && each.isIn(system))
        .map(Membership::role)
        .collect(Collectors.toSet());
  }
}
