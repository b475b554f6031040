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
/// trusts, and enrolling again names the file to remove.
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
          rotate(person, Optional.of(passphrase), now);
          return key(person).open(passphrase);
        }
      }
      setAside(file, known);
    }
    SigningKey key = SigningKey.generate(new SecureRandom());
    create(file, key, Optional.of(passphrase));
    record(
        List.of(
            new RosterEvent.Enrolled(RosterEvent.Holder.person(person), key.verifyingKey(), now)));
    return key;
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

  /// Replaces a person's key; the old file is kept beside the new one under its key's id.
  public String rotate(String person, Optional<Passphrase> passphrase, Instant now) {
    Path file = keyFile(person);
    KeyFile old = KeyFile.read(file);
    SigningKey next = SigningKey.generate(new SecureRandom());
    setAside(file, old);
    create(file, next, passphrase);
    record(
        List.of(
            new RosterEvent.Enrolled(RosterEvent.Holder.person(person), next.verifyingKey(), now),
            new RosterEvent.Revoked(old.verifyingKey().digest(), RosterEvent.Reason.ROTATED, now)));
    return next.id();
  }

  /// Revokes every key of a person that still counts.
  ///
  /// @return how many
  public int revoke(String person, RosterEvent.Reason reason, Instant since) {
    List<RosterEvent> events = new ArrayList<>();
    for (Roster.Key key : workspace.log().roster().keys()) {
      boolean theirs =
          key.holder().kind() == RosterEvent.Holder.Kind.PERSON
              && key.holder().name().equals(person);
      if (theirs && key.until().equals(Instant.MAX)) {
        events.add(new RosterEvent.Revoked(Digest.parse(key.key().id()), reason, since));
      }
    }
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
