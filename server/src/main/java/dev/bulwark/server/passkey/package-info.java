/// Passkeys (WebAuthn Level 3): registered, asked for a fresh word, and what they seal.
///
/// ```
/// Ask ask = ceremonies.ask(session, purpose, text);     a challenge over the exact text, once, five minutes
/// Answered answered = ceremonies.answer(account, …);    the authenticator's word, verified
/// ```
///
/// The library verifies what a browser brings; what it signed is verified again from the ledger by
/// `dev.bulwark.evidence.passkey`, without the library.
@NullMarked
package dev.bulwark.server.passkey;

import org.jspecify.annotations.NullMarked;
