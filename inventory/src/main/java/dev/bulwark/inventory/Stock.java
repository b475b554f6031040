package dev.bulwark.inventory;

import dev.bulwark.inventory.component.Component;
import dev.bulwark.inventory.component.ComponentReading;
import dev.bulwark.kernel.check.Subject;
import java.util.List;

/// What a folder's lock files and manifests declare.
///
/// @param files those that were read or should have been, with their digests
/// @param components sorted by package URL, then place; a package in two files stands twice
/// @param problems files and entries nobody could read
public record Stock(
    List<Subject> files, List<Component> components, List<ComponentReading.Problem> problems) {
  public Stock {
    files = List.copyOf(files);
    components = List.copyOf(components);
    problems = List.copyOf(problems);
  }
}
