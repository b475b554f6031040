/// DSSE, the envelope signatures travel in (secure-systems-lab/dsse, protocol 1.0.2).
///
/// ```
/// {"payload": base64, "payloadType": "application/vnd.in-toto+json",
///  "signatures": [{"keyid": hint, "sig": base64}, …]}
/// ```
///
/// A signature is taken over `PAE = "DSSEv1" SP LEN(type) SP type SP LEN(body) SP body`, the
/// lengths in ASCII decimal counting **bytes** of UTF-8. `keyid` is a hint: it may narrow which key
/// to try, and decides nothing.
@NullMarked
package dev.bulwark.evidence.dsse;

import org.jspecify.annotations.NullMarked;
