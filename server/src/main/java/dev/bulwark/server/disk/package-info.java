/// What stays free on the disk.
@NullMarked
package dev.bulwark.server.disk;

import org.jspecify.annotations.NullMarked;
