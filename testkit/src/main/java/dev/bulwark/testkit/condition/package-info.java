/// What judges conditions: `dev.cel`, CEL's own implementation, over made-up facts.
@NullMarked
package dev.bulwark.testkit.condition;

import org.jspecify.annotations.NullMarked;
