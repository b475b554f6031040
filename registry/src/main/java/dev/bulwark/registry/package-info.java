/// Versions of models and data under seal, and the environments they may be opened in.
///
/// No environment moves without a signed decision, and what did not pass an environment's gate
/// cannot be decrypted there (laws 3 and 6).
@NullMarked
package dev.bulwark.registry;

import org.jspecify.annotations.NullMarked;
