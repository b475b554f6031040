/// Raw numbers beside the file that describes them: OpenVINO's `.bin`, shards of TensorFlow's
/// checkpoints, external data of ONNX. Nothing in such a file says what it is, so it is known only
/// by its description; alone it is undecided.
///
/// A reader says which bytes of which neighbour its file describes ({@link
/// dev.bulwark.scan.weights.Described}); the scanner looks for descriptions when no format knows a
/// file's bytes.
@NullMarked
package dev.bulwark.scan.weights;

import org.jspecify.annotations.NullMarked;
