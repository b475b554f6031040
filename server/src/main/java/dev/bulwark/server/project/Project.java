package dev.bulwark.server.project;

import java.nio.file.Path;
import java.time.Instant;

/// A system this server looks after.
///
/// @param id the manifest's
/// @param folder the project, with its evidence in `.bulwark`
public record Project(String id, String title, Path folder, String addedBy, Instant added) {}
