package dev.bulwark.project.workspace;

import dev.bulwark.evidence.Roster;
import dev.bulwark.evidence.RosterEvent;
import dev.bulwark.evidence.Statement;
import dev.bulwark.evidence.fault.EvidenceFault;
import dev.bulwark.evidence.keys.KeyFile;
import dev.bulwark.evidence.keys.Passphrase;
import dev.bulwark.evidence.keys.SigningKey;
import dev.bulwark.kernel.bytes.Digest;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.security.SecureRandom;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/// The people of a workspace: their key files, and the events that say who they are.
///
/// A key file is written before its enrolment is recorded: a crash between leaves a key that nobody
/// trusts, and enrolling again names the file to remove. A rotation that was cut off anywhere is
/// ended by the next one: it revokes whatever key of that person counts besides the new one.
public final class People {
  private static final Pattern NAME = Pattern.compile("[a-z0-9][a-z0-9._@-]{0,63}");

  private final Workspace workspace;

  public People(Workspace workspace) {
    this.workspace = workspace;
  }

  /// Makes a person's key, enrols it and grants roles.
  ///
  /// @return the key's id
  public String enrol(
      String person, List<String> roles, Optional<Passphrase> passphrase, Instant now) {
    requireName(person);
    roles.forEach(People::requireName);
    SigningKey key = SigningKey.generate(new SecureRandom());
    create(workspace.home().personKey(person), key, passphrase);
    List<RosterEvent> events = new ArrayList<>();
    events.add(
        new RosterEvent.Enrolled(RosterEvent.Holder.person(person), key.verifyingKey(), now));
    roles.forEach(role -> events.add(new RosterEvent.Granted(person, role, now)));
    record(events);
    return key.id();
  }

  /// A person's key, made and enrolled when there is none that counts: the first time, after a
  /// crash between its file and its enrolment, and when the passphrase opens the old one no more.
  ///
  /// What an older key signed goes on counting; its file is kept beside the new one.
  public SigningKey ensure(String person, Passphrase passphrase, Instant now) {
    requireName(person);
    Path file = workspace.home().personKey(person);
    if (Files.exists(file)) {
      KeyFile known = KeyFile.read(file);
      if (workspace.log().roster().trusts(known.verifyingKey().id(), now)) {
        try {
          return known.open(passphrase);
        } catch (EvidenceFault e) {
          if (!e.type().equals(EvidenceFault.PASSPHRASE_WRONG)) {
            throw e;
          }
        }
      }
      setAside(file, known);
    }
    return replace(person, Optional.of(passphrase), now);
  }

  /// Makes the key a person has from now on, where no file is, and revokes every other of theirs.
  private SigningKey replace(String person, Optional<Passphrase> passphrase, Instant now) {
    SigningKey next = SigningKey.generate(new SecureRandom());
    create(workspace.home().personKey(person), next, passphrase);
    List<RosterEvent> events = new ArrayList<>();
    events.add(
        new RosterEvent.Enrolled(RosterEvent.Holder.person(person), next.verifyingKey(), now));
    for (Roster.Key key : keys(person)) {
      if (key.until().isAfter(now)) {
        events.add(revoked(key, RosterEvent.Reason.ROTATED, now));
      }
    }
    record(events);
    return next;
  }

  /// Every key a person ever had here.
  private List<Roster.Key> keys(String person) {
    return workspace.log().roster().keys().stream()
        .filter(key -> key.holder().equals(RosterEvent.Holder.person(person)))
        .toList();
  }

  private static RosterEvent revoked(Roster.Key key, RosterEvent.Reason reason, Instant since) {
    return new RosterEvent.Revoked(Digest.parse(key.key().id()), reason, since);
  }

  private static void setAside(Path file, KeyFile key) {
    Path retired =
        file.resolveSibling(
            file.getFileName().toString().replaceFirst("\\.key$", "")
                + "."
                + key.verifyingKey().digest().hex().substring(0, 16)
                + ".retired");
    try {
      Files.move(file, retired, StandardCopyOption.REPLACE_EXISTING);
    } catch (IOException e) {
      throw new WorkspaceFault(
          WorkspaceFault.UNAVAILABLE,
          "expected to set aside " + file + ", found: " + e.getClass().getSimpleName(),
          e);
    }
  }

  /// Replaces a person's key; the old file is kept beside the new one under its key's id. After a
  /// crash, run it again: it is enough that a key of that person was ever enrolled.
  ///
  /// @throws WorkspaceFault `person-unknown`
  public String rotate(String person, Optional<Passphrase> passphrase, Instant now) {
    requireName(person);
    Path file = workspace.home().personKey(person);
    if (Files.exists(file)) {
      setAside(file, KeyFile.read(file));
    } else if (keys(person).isEmpty()) {
      throw unknown(person);
    }
    return replace(person, passphrase, now).id();
  }

  /// Revokes every key of a person that still counts.
  ///
  /// @return how many
  public int revoke(String person, RosterEvent.Reason reason, Instant since) {
    List<RosterEvent> events =
        keys(person).stream()
            .filter(key -> key.until().equals(Instant.MAX))
            .map(key -> revoked(key, reason, since))
            .toList();
    if (events.isEmpty()) {
      throw unknown(person);
    }
    record(events);
    return events.size();
  }

  public void record(RosterEvent event) {
    if (event instanceof RosterEvent.Granted(String person, String role, Instant _)) {
      requireName(person);
      requireName(role);
    }
    record(List.of(event));
  }

  /// @throws WorkspaceFault `person-unknown`
  public KeyFile key(String person) {
    return KeyFile.read(keyFile(person));
  }

  private Path keyFile(String person) {
    requireName(person);
    Path file = workspace.home().personKey(person);
    if (!Files.exists(file)) {
      throw unknown(person);
    }
    return file;
  }

  private void record(List<RosterEvent> events) {
    List<Statement> statements =
        events.stream().map(event -> event.statement(workspace.judge().verifyingKey())).toList();
    workspace.record(statements);
  }

  private static void create(Path file, SigningKey key, Optional<Passphrase> passphrase) {
    passphrase.ifPresentOrElse(
        secret -> KeyFile.create(file, key, secret, new SecureRandom()),
        () -> KeyFile.create(file, key));
  }

  private static void requireName(String name) {
    if (!NAME.matcher(name).matches()) {
      throw new WorkspaceFault(
          WorkspaceFault.INVALID,
          "expected a name of lower-case letters, digits and . _ @ -, at most 64, found \""
              + name
              + "\"");
    }
  }

  private WorkspaceFault unknown(String person) {
    return new WorkspaceFault(
        WorkspaceFault.PERSON_UNKNOWN,
        "expected a key of "
            + person
            + ", found none; make one with `bulwark keys new "
            + person
            + "`, people here: "
            + workspace.log().roster().people());
  }
}
