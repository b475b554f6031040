/// What every module's tests share: seeded properties, mangling, the contracts of the seams.
@NullMarked
package dev.bulwark.testkit;

import org.jspecify.annotations.NullMarked;
