/// Jupyter notebooks beside a model, read as JSON. A notebook runs code by design; what is told is
/// what its reader would not expect.
@NullMarked
package dev.bulwark.scan.notebook;

import org.jspecify.annotations.NullMarked;
