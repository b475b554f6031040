package dev.bulwark.project.registry;

import dev.bulwark.inventory.LockFiles;
import dev.bulwark.inventory.component.ComponentReading;
import dev.bulwark.kernel.bytes.Bytes;
import dev.bulwark.kernel.check.Outcome;
import dev.bulwark.kernel.check.Place;
import dev.bulwark.registry.Content;
import dev.bulwark.registry.intake.Examiner;
import dev.bulwark.registry.state.Version;
import java.io.ByteArrayOutputStream;
import java.nio.channels.Channels;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;

/// The lock files of a version, opened one by one as they lie under seal; no other file is read.
record StoredLockFiles(Version version, Examiner.Stored stored) implements LockFiles {

  @Override
  public Listing list(Predicate<String> claimed) {
    List<String> names = new ArrayList<>();
    List<ComponentReading.Problem> problems = new ArrayList<>();
    for (Content.File file : version.content().files()) {
      if (!claimed.test(file.name())) {
        continue;
      }
      if (file.size() > LARGEST) {
        problems.add(
            new ComponentReading.Problem(
                Place.of(file.name()),
                Outcome.Reason.OVER_LIMIT,
                "a lock file of more than 64 MiB"));
      } else {
        names.add(file.name());
      }
    }
    return new Listing(names, problems);
  }

  @Override
  public Bytes content(String name) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    stored.copy(name, Channels.newChannel(bytes));
    return Bytes.of(bytes.toByteArray());
  }

  @Override
  public Optional<Included> included(String path) {
    String name = Path.of(path).normalize().toString().replace('\\', '/');
    return version.content().files().stream()
        .filter(file -> file.name().equals(name) && file.size() <= LARGEST)
        .findFirst()
        .map(file -> new Included(name, content(name)));
  }
}
