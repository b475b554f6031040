package dev.bulwark.scan.graph;

/// How often something occurs, and where first.
///
/// @param offset of the first, from the start of the source
public record Seen(long count, long offset) {
  Seen again() {
    return new Seen(count + 1, offset);
  }
}
