/// Rule packs: read from a folder or a zip, signed and verified. The scanner only sees what came
/// through here.
@NullMarked
package dev.bulwark.project.rules;

import org.jspecify.annotations.NullMarked;
