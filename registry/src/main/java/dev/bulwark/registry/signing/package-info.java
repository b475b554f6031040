/// Signatures over a folder or a file as OpenSSF Model Signing v1.0 (OMS) writes them: a Sigstore
/// bundle, in it a DSSE envelope, in it an in-toto statement that lists every file with its digest.
///
/// {@link dev.bulwark.registry.signing.TreeSigner} makes one, {@link
/// dev.bulwark.registry.signing.TreeVerifier} holds a tree against one and is alone in making a
/// {@link dev.bulwark.registry.signing.TreeVerification.Verified}. What the signature does not
/// cover is listed, never silent. Where the specification leaves room this package takes the
/// narrower reading; see ADR 0023.
@NullMarked
package dev.bulwark.registry.signing;

import org.jspecify.annotations.NullMarked;
