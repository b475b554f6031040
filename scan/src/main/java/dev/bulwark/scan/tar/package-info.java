/// tar archives: ustar, pax and GNU, with everything two readers could understand differently, and
/// PyTorch's oldest format, which is one.
@NullMarked
package dev.bulwark.scan.tar;

import org.jspecify.annotations.NullMarked;
