/// PaddlePaddle: programs (`.pdmodel`) and their parameters (`.pdiparams`); `.pdparams` are
/// pickles.
@NullMarked
package dev.bulwark.scan.paddle;

import org.jspecify.annotations.NullMarked;
