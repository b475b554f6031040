/// A copy of a whole server in one encrypted file, and the way back.
///
/// ```
/// archive  = "bulwark-backup/v1\n" ‖ salt(32) ‖ sealed
/// sealed   = C2SP chunked-encryption of the content, the key by Argon2id from the passphrase and the salt
/// content  = made, form, systems, names with size and SHA-256, then the files in that order, then the end
/// ```
///
/// The rows of the database are one file among the others, the same for SQLite and PostgreSQL. What
/// is cut, changed, mixed or longer opens nowhere. Configuration holds only references to secrets;
/// keys are in it, so the passphrase is worth as much as they are.
@NullMarked
package dev.bulwark.server.backup;

import org.jspecify.annotations.NullMarked;
