/// Formats that are compiled for a device, or whose content is not published: they are known by
/// their first bytes, and what is said of them is what can be said truthfully.
@NullMarked
package dev.bulwark.scan.engine;

import org.jspecify.annotations.NullMarked;
