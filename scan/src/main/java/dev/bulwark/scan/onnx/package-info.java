/// ONNX models, walked as protobuf by the schema of `onnx.proto` (IR version 13) and nothing else:
/// no message is built, tensor data is skipped, a field the schema does not have is noted. ONNX
/// Runtime's own form of the same model (`.ort`, a flatbuffer) gives the same view.
///
/// Every place that can hold a tensor is visited: initialisers, sparse ones, attributes, sub-graphs
/// to any depth, model-local functions, training graphs. That is where external data hides.
@NullMarked
package dev.bulwark.scan.onnx;

import org.jspecify.annotations.NullMarked;
