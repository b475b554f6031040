/// A project's own proof on disk: the folder `.bulwark` with ledger, vault and keys.
@NullMarked
package dev.bulwark.project.workspace;

import org.jspecify.annotations.NullMarked;
