/// Configuration beside a model that makes a loader run code or read files: remote code of the
/// Hugging Face libraries, classes named in data, and paths that leave the model's folder.
@NullMarked
package dev.bulwark.scan.config;

import org.jspecify.annotations.NullMarked;
