/// PyTorch's zip format: a pickle that describes the object, and one member per tensor storage
/// (`torch/serialization.py`, `caffe2/serialize/inline_container.h`).
///
/// A storage is plain data only if the pickle names it and its size is the one the pickle asks for;
/// everything else in the archive is read like any other file.
@NullMarked
package dev.bulwark.scan.torch;

import org.jspecify.annotations.NullMarked;
