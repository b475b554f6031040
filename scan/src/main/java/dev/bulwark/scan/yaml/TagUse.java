package dev.bulwark.scan.yaml;

/// A language's tag on a value.
///
/// @param at the offset of the value, or of the tag where the grammar is broken
/// @param arguments whether the value holds anything that a callee would be given
public record TagUse(long at, LanguageTag tag, boolean arguments) {}
