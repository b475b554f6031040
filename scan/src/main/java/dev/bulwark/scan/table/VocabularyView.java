package dev.bulwark.scan.table;

import dev.bulwark.kernel.check.Place;

/// A vocabulary of SentencePiece.
///
/// @param pieces how many it has
/// @param unknowns how many of them stand for what is not in the vocabulary
public record VocabularyView(Place place, long pieces, long unknowns) {}
