/// MessagePack, and the arrays Flax keeps in it (`flax.serialization`): extension 1 is an array, 2
/// a complex number, 3 a scalar of NumPy. Nothing else in the format can name code; an extension
/// that is not known is whatever its reader makes of it.
@NullMarked
package dev.bulwark.scan.msgpack;

import org.jspecify.annotations.NullMarked;
