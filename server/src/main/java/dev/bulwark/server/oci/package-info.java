/// Models as OCI artifacts, at `/v2/SYSTEM/MODEL` (OCI Distribution 1.1, OCI Image 1.1).
///
/// A pushed manifest becomes a version; only a ready version is pulled.
@NullMarked
package dev.bulwark.server.oci;

import org.jspecify.annotations.NullMarked;
