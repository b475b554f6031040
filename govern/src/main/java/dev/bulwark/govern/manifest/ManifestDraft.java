package dev.bulwark.govern.manifest;

import dev.bulwark.govern.facts.FactTable;

/// A manifest as far as a folder tells it: what `bulwark init` writes. What was seen is filled in,
/// with the evidence beside it; what only a person knows is `???`, which fails validation until it
/// is answered; safety facts are left out, and so count as unsafe, unless they were seen to hold.
///
/// @param text the manifest, commented
/// @param filled how many of its lines are filled in
/// @param open how many wait for a person
public record ManifestDraft(String text, int filled, int open) {

  /// Drafts the manifest of a folder. Reads the beginnings of some files, and runs none.
  public static ManifestDraft of(ProjectFolder folder, FactTable table) {
    DraftText text = new DraftText(table);
    new DraftWriter(new Survey(folder).sightings(), text).write();
    return new ManifestDraft(text.toString(), text.filled(), text.open());
  }
}
