package dev.bulwark.inventory;

import dev.bulwark.inventory.component.Component;
import dev.bulwark.inventory.component.ComponentReading;
import dev.bulwark.kernel.check.Subject;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

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

  /// The components nothing pins: neither their own file nor another one in the same folder, such
  /// as the lock file beside a manifest.
  public List<Component> loose() {
    Set<String> pinned = new HashSet<>();
    for (Component component : components) {
      if (component.isPinned()) {
        pinned.add(folder(component) + component.purl().withoutVersion());
      }
    }
    return components.stream()
        .filter(component -> !component.isPinned())
        .filter(
            component -> !pinned.contains(folder(component) + component.purl().withoutVersion()))
        .toList();
  }

  private static String folder(Component component) {
    String file = component.place().file();
    return file.substring(0, file.lastIndexOf('/') + 1) + " ";
  }
}
