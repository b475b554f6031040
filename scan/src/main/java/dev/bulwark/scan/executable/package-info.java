/// Programs where a model should be: machine code, bytecode, scripts, Python source.
///
/// {@link dev.bulwark.scan.executable.ExecutableReader} knows programs by their structure, at the
/// first byte only, so that weights never look like one. Source code is text; the checks over it
/// ({@link dev.bulwark.scan.executable.ScriptChecks}) take words apart as the language does, and
/// never search raw text.
@NullMarked
package dev.bulwark.scan.executable;

import org.jspecify.annotations.NullMarked;
