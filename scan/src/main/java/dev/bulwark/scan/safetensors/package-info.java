/// Safetensors files, held against every rule the reference reader and the format's own text state:
/// header length, JSON without duplicate keys, known element types, sizes that follow from shapes,
/// and tensors that fill the rest of the file without overlap, hole or remainder.
@NullMarked
package dev.bulwark.scan.safetensors;

import org.jspecify.annotations.NullMarked;
