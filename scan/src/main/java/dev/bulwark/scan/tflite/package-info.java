/// TensorFlow Lite models: a FlatBuffer whose operators are the runtime's own, custom ones, or
/// TensorFlow's.
@NullMarked
package dev.bulwark.scan.tflite;

import org.jspecify.annotations.NullMarked;
