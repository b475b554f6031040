package dev.bulwark.govern.manifest;

import java.util.List;
import java.util.Optional;
import java.util.Set;

/// What a folder shows to somebody who only looks.
///
/// @param libraries the known libraries its lock files and build files name
/// @param lockFile a lock file that pins dependencies by digest
/// @param containerFile a Dockerfile or its like
/// @param pipeline where its build pipeline is described
/// @param environments names of environments in its files, such as `staging`
/// @param authors person ids its metadata names
record Sightings(
    String name,
    Optional<String> title,
    Optional<String> purpose,
    List<ModelFiles> models,
    List<DataFiles> data,
    List<String> prompts,
    List<ToolFile> tools,
    Set<Library> libraries,
    Optional<String> lockFile,
    Optional<String> containerFile,
    Optional<String> pipeline,
    Optional<String> notebook,
    Set<String> environments,
    List<String> authors) {

  /// Files that together are one model.
  record ModelFiles(String id, List<String> files, ModelFormat format, boolean languageModel) {}

  /// Files that together are one data set.
  ///
  /// @param table whether they are tables
  /// @param personal a column that looks personal, such as `income` of `data/people.csv`
  /// @param rows how many rows the largest one has; 0 when they were not counted
  record DataFiles(
      String id, List<String> files, boolean table, Optional<String> personal, long rows) {}

  /// A tool for agents: a description in a file, or a server a configuration names.
  record ToolFile(String id, String file, boolean own) {}

  boolean has(Library.Hint hint) {
    return libraries.stream().anyMatch(library -> library.hint() == hint);
  }

  Optional<Library> first(Library.Hint hint) {
    return libraries.stream().filter(library -> library.hint() == hint).findFirst();
  }

  /// Whether anything here speaks of a language model.
  boolean languageModel() {
    return !prompts.isEmpty()
        || has(Library.Hint.VENDOR)
        || has(Library.Hint.AGENT)
        || models.stream().anyMatch(ModelFiles::languageModel);
  }

  boolean agent() {
    return has(Library.Hint.AGENT) || !tools.isEmpty();
  }
}
