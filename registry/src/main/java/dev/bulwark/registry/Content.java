package dev.bulwark.registry;

import dev.bulwark.kernel.bytes.Digest;
import dev.bulwark.kernel.check.Subject;
import dev.bulwark.kernel.json.Json;
import java.util.Comparator;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/// The files of a version: what it is, apart from where it lies.
///
/// Files below {@value #WRAPPING} say how it was brought, such as the manifest an OCI client sent.
/// They are sealed, examined and given back to who brought them, and they never come to an
/// environment; so no gate asks for a description of them.
///
/// @param files at least one that is no wrapping, sorted by name
public record Content(List<File> files) {
  public static final String WRAPPING = ".wrapping/";

  /// @param name relative to the version, with `/`
  /// @param size in bytes
  public record File(String name, long size, Digest digest) {
    Json.Obj json() {
      return Json.object()
          .put("name", name)
          .put("size", size)
          .put("digest", digest.toString())
          .build();
    }
  }

  public Content {
    files = files.stream().sorted(Comparator.comparing(File::name)).toList();
    if (files.stream().allMatch(file -> isWrapping(file.name()))) {
      throw new IllegalArgumentException("a version has at least one file of its own");
    }
  }

  /// Names the whole: the digest of the canonical JSON of its files, names and sizes included.
  public Digest digest() {
    return Digest.of(json().canonicalBytes());
  }

  public Json.Arr json() {
    return Json.array(files.stream().map(File::json).toList());
  }

  public static boolean isWrapping(String name) {
    return name.startsWith(WRAPPING);
  }

  /// What an environment gets, and a gate decides about.
  public Set<Digest> digests() {
    return files.stream()
        .filter(file -> !isWrapping(file.name()))
        .map(File::digest)
        .collect(Collectors.toUnmodifiableSet());
  }

  /// Of every file, the wrapping too.
  public Set<Digest> everyDigest() {
    return files.stream().map(File::digest).collect(Collectors.toUnmodifiableSet());
  }

  public long size() {
    return files.stream().mapToLong(File::size).sum();
  }

  /// The whole under the version's name, then every file: what statements about it are about.
  public List<Subject> subjects(VersionId id) {
    return Stream.concat(
            Stream.of(new Subject(id.toString(), digest())),
            files.stream().map(file -> new Subject(id + "/" + file.name(), file.digest())))
        .toList();
  }
}
