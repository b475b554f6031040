/// Bytes under seal: what a registry keeps can be read with its keys only, and any change to it is
/// found when it is read.
///
/// Every file lies under a random name, encrypted as {@link
/// dev.bulwark.registry.seal.ChunkedEncryption} says, under a {@link
/// dev.bulwark.registry.seal.DataKey} of its own. A version's {@link
/// dev.bulwark.registry.seal.PackingList} holds the names, sizes, digests and keys of its files and
/// lies encrypted under the version's data key. That key is wrapped by a {@link
/// dev.bulwark.registry.seal.KeyEncryption} for the registry itself, and as a {@link
/// dev.bulwark.registry.seal.Grant} for an environment whose gate allowed it. {@link
/// dev.bulwark.registry.seal.SealedStore} keeps all of it.
@NullMarked
package dev.bulwark.registry.seal;

import org.jspecify.annotations.NullMarked;
