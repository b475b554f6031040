package dev.bulwark.server.project;

import dev.bulwark.kernel.fault.Fault;
import dev.bulwark.server.account.Account;
import dev.bulwark.server.account.Accounts;
import dev.bulwark.server.account.Membership;
import dev.bulwark.server.account.Memberships;
import java.util.ArrayList;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Keeps the rosters of all ledgers in line with what the accounts are to the systems.
///
/// A role that is withdrawn stops counting in a ledger when its roster says so. What a crash or a
/// busy ledger left behind is put right at the next start, when its holder arrives by single
/// sign-on, and by whoever manages people.
public final class Rosters {
  private static final Logger LOG = LoggerFactory.getLogger(Rosters.class);

  private final Projects projects;
  private final Signing signing;
  private final Accounts accounts;
  private final Memberships memberships;

  public Rosters(Projects projects, Signing signing, Accounts accounts, Memberships memberships) {
    this.projects = projects;
    this.signing = signing;
    this.accounts = accounts;
    this.memberships = memberships;
  }

  /// Takes away in every ledger the roles that somebody no longer has.
  ///
  /// @return the systems whose ledger could not be written: the roles still count there, and what
  ///   was withdrawn stays remembered
  public List<String> align(String person) {
    List<Membership> withdrawn = memberships.withdrawn(person);
    List<String> left = new ArrayList<>();
    for (Project project : projects.all()) {
      try {
        signing.align(project, person, () -> memberships.givenIn(person, project.id()));
      } catch (Fault e) {
        LOG.atWarn()
            .addKeyValue("event", "roster.behind")
            .addKeyValue("system", project.id())
            .addKeyValue("slug", e.type().slug())
            .log();
        left.add(project.id());
      }
    }
    if (left.isEmpty()) {
      withdrawn.forEach(memberships::forget);
    }
    return left;
  }

  /// Whether something was withdrawn from somebody that may still count in a ledger.
  public boolean isBehind(String person) {
    return !memberships.withdrawn(person).isEmpty();
  }

  /// Everybody, as at a start.
  public void alignAll() {
    accounts.all().stream().map(Account::name).forEach(this::align);
  }
}
