package dev.bulwark.scan;

import dev.bulwark.kernel.bytes.Digest;

/// Names a user adds to the lists this version ships.
///
/// Nothing unsigned lowers a verdict: a pack that is not {@link #mayAllow} only denies.
///
/// @param name whose rules they are
/// @param version of the pack, in its maker's own words
/// @param digest of all of it
/// @param pickle further names for pickles, and for whatever else is loaded by the name of a class;
///   may be empty
/// @param mayAllow whether a key the user trusts has signed it
public record RulePack(
    String name, String version, Digest digest, String pickle, boolean mayAllow) {
  /// The lists a pack may hold.
  public static final String PICKLE = "pickle.tsv";
}
