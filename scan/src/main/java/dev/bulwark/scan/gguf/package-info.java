/// GGUF files, versions 1 to 3 in both byte orders: keys with typed values, tensor descriptions,
/// and data that tensors fill without overlap or gap but zeros. Reads the header and the padding,
/// never the tensors. Chat templates, under whatever key, are handed on as templates. The older
/// files of the same family (ggml, ggmf, ggjt, ggla) are read by the arrangements llama.cpp and the
/// examples of ggml had, and not decided when they fit none.
@NullMarked
package dev.bulwark.scan.gguf;

import org.jspecify.annotations.NullMarked;
