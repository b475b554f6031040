package dev.bulwark.scan.graph;

/// The nodes of one kind.
///
/// @param operator with an empty domain for the format's own
/// @param local whether the model defines it as a function of its own
/// @param count how many nodes are of this kind; 0 for a function nobody uses
/// @param offset of the first node, or of the function
public record Use(Operator operator, boolean local, long count, long offset) {}
