package dev.bulwark.server.access;

import java.util.Locale;

/// Everything that can be done, and who may.
///
/// This is the whole matrix; there is no other place that knows a role.
public enum Action {
  /// Pages that are there before anybody has signed in.
  SIGN_IN(Reach.ANYBODY),
  /// One's own account: sessions, password, tokens.
  OWN_ACCOUNT(Reach.SIGNED_IN),
  /// What every controller of the catalogue asks; the same for all.
  READ_CATALOGUE(Reach.SIGNED_IN),
  /// Learning that one's token is good, which clients do before they begin.
  GREET(Reach.SIGNED_IN),
  /// The list of the systems one has a role in.
  LIST_SYSTEMS(Reach.SIGNED_IN),
  /// Status, evidence, ledger, history of one system.
  READ_SYSTEM(Reach.SYSTEM),
  /// Running the checks again, which writes evidence.
  CHECK_SYSTEM(Reach.SYSTEM),
  /// Sending other files for a system; the checks run over them.
  REPLACE_FILES(Reach.SYSTEM),
  /// Signing what a control asks people for; the ledger's roster decides what counts.
  ATTEST(Reach.SYSTEM),
  /// Signing one half of a waiver; two people in two roles bring it into force.
  WAIVE(Reach.SYSTEM),
  /// Stating what a finding means here, signed.
  TRIAGE(Reach.SYSTEM),
  /// Taking the ledger and everything it commits to elsewhere, to be audited.
  EXPORT_AUDIT(Reach.SYSTEM),
  /// Taking the bytes of ready versions out.
  PULL_VERSION(Reach.SYSTEM),
  /// Sealing a version, adding an environment.
  PUSH_VERSION(Reach.SYSTEM),
  /// Promoting, rolling back, suspending; the gate decides.
  MOVE_RELEASE(Reach.SYSTEM),
  /// Naming addresses that are told what happens to a system, which leaves it by that.
  MANAGE_HOOKS(Reach.SYSTEM),
  /// Showing strangers how far a system is.
  SHOW_BADGE(Reach.SYSTEM),
  /// Asking for the badge of some system; the answer is the same for one that shows none.
  READ_BADGE(Reach.ANYBODY),
  /// Taking a system in.
  ADD_SYSTEM(Reach.ADMINISTRATOR),
  /// Who there is and in which role.
  READ_PEOPLE(Reach.ADMINISTRATOR),
  /// Inviting, granting, withdrawing.
  MANAGE_PEOPLE(Reach.ADMINISTRATOR);

  /// How far an action reaches.
  public enum Reach {
    ANYBODY,
    SIGNED_IN,
    ADMINISTRATOR,
    /// Somebody with one of the roles in the system it is about.
    SYSTEM
  }

  private final Reach reach;

  Action(Reach reach) {
    this.reach = reach;
  }

  public Reach reach() {
    return reach;
  }

  /// Whether a role is enough, for an action within a system.
  boolean allows(Role role) {
    return switch (this) {
      case READ_SYSTEM, ATTEST -> true;
      case CHECK_SYSTEM -> role == Role.OWNER || role == Role.ENGINEER || role == Role.SECURITY;
      case REPLACE_FILES -> role == Role.OWNER || role == Role.ENGINEER;
      case EXPORT_AUDIT -> role == Role.AUDITOR || role == Role.OWNER;
      case WAIVE -> role == Role.RISK || role == Role.SECURITY;
      case TRIAGE -> role == Role.SECURITY;
      case PULL_VERSION -> role == Role.OWNER || role == Role.ENGINEER || role == Role.SECURITY;
      case PUSH_VERSION -> role == Role.ENGINEER;
      case MOVE_RELEASE -> role == Role.APPROVER;
      case MANAGE_HOOKS, SHOW_BADGE -> role == Role.OWNER;
      case SIGN_IN,
          OWN_ACCOUNT,
          READ_CATALOGUE,
          GREET,
          LIST_SYSTEMS,
          READ_BADGE,
          ADD_SYSTEM,
          READ_PEOPLE,
          MANAGE_PEOPLE ->
          false;
    };
  }

  /// Whether a token can be for it: never accounts, roles or what controls ask people to sign.
  public boolean isForPrograms() {
    return switch (this) {
      case READ_CATALOGUE,
          LIST_SYSTEMS,
          READ_SYSTEM,
          CHECK_SYSTEM,
          REPLACE_FILES,
          EXPORT_AUDIT,
          PULL_VERSION,
          PUSH_VERSION,
          MOVE_RELEASE,
          MANAGE_HOOKS,
          ADD_SYSTEM ->
          true;
      case SIGN_IN,
          OWN_ACCOUNT,
          GREET,
          ATTEST,
          WAIVE,
          TRIAGE,
          SHOW_BADGE,
          READ_BADGE,
          READ_PEOPLE,
          MANAGE_PEOPLE ->
          false;
    };
  }

  /// Whether doing it puts the signature of a person in the ledger.
  public boolean signs() {
    return this == ATTEST || this == PUSH_VERSION || this == MOVE_RELEASE;
  }

  /// As it stands in tokens.
  public String word() {
    return name().toLowerCase(Locale.ROOT).replace('_', '-');
  }
}
