/// Single sign-on by OpenID Connect: authorization code with PKCE, `state`, `nonce`.
///
/// Nothing here is loaded, asked or needed until somebody signs in that way: an issuer that is down
/// keeps nobody from the server.
///
/// ```
/// HOME/single-sign-on.json
/// {"issuer": "https://id.example.org", "clientId": "bulwark", "clientSecret": "env:NAME" | "file:/path",
///  "nameClaim": "preferred_username", "groupsClaim": "groups", "makesAccounts": true,
///  "roles": [{"group": "model-risk", "system": "*" | id, "role": "risk"}]}
/// ```
@NullMarked
package dev.bulwark.server.oidc;

import org.jspecify.annotations.NullMarked;
