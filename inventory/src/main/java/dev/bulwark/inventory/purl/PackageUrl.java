package dev.bulwark.inventory.purl;

import java.util.Collections;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/// A package URL in canonical form: `pkg:pypi/django@1.11.1`. Only {@link #parse} and {@link #of}
/// make one, so that two equal packages are two equal values.
public final class PackageUrl implements Comparable<PackageUrl> {
  private final Parts parts;
  private final String text;

  PackageUrl(Parts parts) {
    this.parts = parts;
    this.text = PurlText.render(parts);
  }

  /// The components, decoded; every one but type and name may be absent.
  ///
  /// @param qualifiers lower-case keys, never with an empty value
  record Parts(
      String type,
      @Nullable String namespace,
      String name,
      @Nullable String version,
      SortedMap<String, String> qualifiers,
      @Nullable String subpath) {
    Parts {
      qualifiers = Collections.unmodifiableSortedMap(new TreeMap<>(qualifiers));
    }
  }

  /// Parses a text, canonical or not.
  public static PurlReading parse(String text) {
    return PurlParser.parse(text);
  }

  /// Builds one from decoded components.
  ///
  /// @param namespace segments joined by `/`
  public static PurlReading of(
      String type,
      @Nullable String namespace,
      String name,
      @Nullable String version,
      SortedMap<String, String> qualifiers,
      @Nullable String subpath) {
    return PurlParser.build(type, namespace, name, version, qualifiers, subpath);
  }

  /// The common case: no qualifiers and no subpath.
  public static PurlReading of(
      String type, @Nullable String namespace, String name, @Nullable String version) {
    return of(type, namespace, name, version, Collections.emptySortedMap(), null);
  }

  public String type() {
    return parts.type();
  }

  public Optional<String> namespace() {
    return Optional.ofNullable(parts.namespace());
  }

  public String name() {
    return parts.name();
  }

  public Optional<String> version() {
    return Optional.ofNullable(parts.version());
  }

  public SortedMap<String, String> qualifiers() {
    return parts.qualifiers();
  }

  public Optional<String> subpath() {
    return Optional.ofNullable(parts.subpath());
  }

  /// The same package, whichever version, qualifiers and subpath.
  public PackageUrl withoutVersion() {
    return new PackageUrl(
        new Parts(
            parts.type(),
            parts.namespace(),
            parts.name(),
            null,
            Collections.emptySortedMap(),
            null));
  }

  @Override
  public int compareTo(PackageUrl other) {
    return text.compareTo(other.text);
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof PackageUrl that && text.equals(that.text);
  }

  @Override
  public int hashCode() {
    return text.hashCode();
  }

  /// The canonical text.
  @Override
  public String toString() {
    return text;
  }
}
