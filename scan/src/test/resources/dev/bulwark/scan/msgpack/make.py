"""Writes parameters as flax.serialization does, with the msgpack package. Run: python3 make.py"""
import os

import msgpack
import numpy as np

HERE = os.path.dirname(os.path.abspath(__file__))


def array_bytes(array):
    return msgpack.packb((array.shape, array.dtype.name, array.tobytes("C")), use_bin_type=True)


def extension(value):
    if isinstance(value, np.ndarray):
        return msgpack.ExtType(1, array_bytes(value))
    if isinstance(value, np.generic):
        return msgpack.ExtType(3, array_bytes(np.asarray(value)))
    if isinstance(value, complex):
        return msgpack.ExtType(2, msgpack.packb((value.real, value.imag)))
    return value


def write(name, tree):
    with open(os.path.join(HERE, name), "wb") as f:
        f.write(msgpack.packb(tree, default=extension, strict_types=True))


write("flax.msgpack", {
    "params": {
        "Dense_0": {"kernel": np.arange(12, dtype="float32").reshape(4, 3),
                    "bias": np.zeros(3, dtype="float32")},
        "BatchNorm_0": {"scale": np.ones(300, dtype="float16"), "mask": np.array([True, False])},
    },
    "step": np.int64(7), "phase": 1 + 2j, "name": "a" * 40, "none": None, "lr": 0.5,
    "shape": {"0": 4, "1": -3, "2": 1 << 40}, "raw": b"\x00" * 300,
})
write("array.msgpack", np.arange(5))
write("large.msgpack", {"k%03d" % i: i for i in range(300)})
