/// What a person's passkey signed, verified with public keys alone (WebAuthn Level 3, section 7.2).
///
/// ```
/// Passkey.parse(members)                       what the ledger knows of it
/// PasskeyWord.parse(members).objection(…)      empty when it holds
/// ```
@NullMarked
package dev.bulwark.evidence.passkey;

import org.jspecify.annotations.NullMarked;
