/// Adapters for the storage ports, on plain files.
///
/// Every file is written beside its place, forced to the medium and renamed into it, and the folder
/// is forced after that: a reader sees the old content or the new, and what a method returned from
/// survives a power cut. Folders are made for their owner alone (0700), files too (0600). No name
/// leads out of the store: names are checked, and symbolic links inside it are refused.
@NullMarked
package dev.bulwark.store;

import org.jspecify.annotations.NullMarked;
