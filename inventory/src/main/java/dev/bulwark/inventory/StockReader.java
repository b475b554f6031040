package dev.bulwark.inventory;

import dev.bulwark.inventory.component.BuiltinReaders;
import dev.bulwark.inventory.component.Component;
import dev.bulwark.inventory.component.ComponentReader;
import dev.bulwark.inventory.component.ComponentReading;
import dev.bulwark.kernel.bytes.Bytes;
import dev.bulwark.kernel.bytes.Digest;
import dev.bulwark.kernel.check.Budget;
import dev.bulwark.kernel.check.Limits;
import dev.bulwark.kernel.check.Outcome;
import dev.bulwark.kernel.check.Place;
import dev.bulwark.kernel.check.Subject;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.LongSupplier;

/// Reads what {@link BuiltinReaders} claim. One use, one thread.
final class StockReader {
  private final LockFiles source;
  private final Limits limits;
  private final LongSupplier nanoTime;
  private final TreeMap<String, Subject> files = new TreeMap<>();
  private final List<Component> components = new ArrayList<>();
  private final List<ComponentReading.Problem> problems = new ArrayList<>();

  StockReader(LockFiles source, Limits limits, LongSupplier nanoTime) {
    this.source = source;
    this.limits = limits;
    this.nanoTime = nanoTime;
  }

  Stock read() {
    LockFiles.Listing listing = source.list(name -> reader(name).isPresent());
    problems.addAll(listing.problems());
    listing.names().stream()
        .sorted()
        .forEach(name -> reader(name).ifPresent(reader -> read(name, reader)));
    components.sort(Comparator.comparing(Component::purl).thenComparing(Component::place));
    return new Stock(List.copyOf(files.values()), components, problems);
  }

  private static Optional<ComponentReader> reader(String name) {
    return BuiltinReaders.all().stream().filter(candidate -> candidate.claims(name)).findFirst();
  }

  private void read(String name, ComponentReader reader) {
    try {
      Bytes bytes = source.content(name);
      files.put(name, new Subject(name, Digest.of(bytes)));
      Budget budget = Budget.of(limits, nanoTime);
      switch (reader.read(Place.of(name), bytes, this::other, budget)) {
        case ComponentReading.Read read -> {
          components.addAll(read.components());
          problems.addAll(read.problems());
        }
        case ComponentReading.Unreadable(ComponentReading.Problem problem) -> problems.add(problem);
      }
    } catch (Budget.OverLimit e) {
      problem(name, e.reason(), e.problem());
    } catch (IOException e) {
      problem(
          name,
          Outcome.Reason.UNREADABLE,
          "expected to read it, found " + e.getClass().getSimpleName());
    }
  }

  private void problem(String name, Outcome.Reason reason, String problem) {
    problems.add(new ComponentReading.Problem(Place.of(name), reason, problem));
  }

  private Optional<Bytes> other(String path) {
    try {
      Optional<LockFiles.Included> other = source.included(path);
      other.ifPresent(
          found -> files.put(found.name(), new Subject(found.name(), Digest.of(found.content()))));
      return other.map(LockFiles.Included::content);
    } catch (IOException e) {
      return Optional.empty();
    }
  }
}
