/// TensorFlow: SavedModels, exported and frozen graphs, checkpoint indexes, and the metadata Keras
/// puts beside them, walked as protobuf by their published schema; no tensor is looked into.
///
/// A graph is a program whose operators may read and write files and call back into the process
/// that loaded it. Every node counts, in the graph and in the function library, whether or not a
/// signature reaches it: which functions a loader calls is its own affair.
@NullMarked
package dev.bulwark.scan.tensorflow;

import org.jspecify.annotations.NullMarked;
