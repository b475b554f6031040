/// Credentials that lie beside a model: keys and passwords somebody forgot.
///
/// {@link dev.bulwark.scan.secret.SecretChecks} looks over the bytes of a text, whatever the text
/// is. A credential counts when something besides its looks speaks for it: a checksum, a structure,
/// a marker its maker puts in, or more chance than a person types. No finding quotes what it found
/// (law 12).
@NullMarked
package dev.bulwark.scan.secret;

import org.jspecify.annotations.NullMarked;
