package dev.bulwark.server.project;

import java.nio.file.Path;
import java.time.Instant;

/// A system this server looks after.
///
/// @param id the manifest's
/// @param folder its own, with its evidence in `.bulwark`
/// @param within the folder below it that holds its files; empty for the folder itself
public record Project(
    String id, String title, Path folder, String within, String addedBy, Instant added) {

  /// Where its manifest and everything that one names lie.
  public Path files() {
    return folder.resolve(within);
  }
}
