"""Writes the HDF5 files in this folder with h5py. Run: python3 make.py"""
import json
import os

import h5py
import numpy as np

HERE = os.path.dirname(os.path.abspath(__file__))


def dense(name, units=3):
    return {
        "class_name": "Dense",
        "config": {
            "name": name, "trainable": True, "dtype": "float32", "units": units,
            "activation": "relu", "use_bias": True,
            "kernel_initializer": {"class_name": "GlorotUniform", "config": {"seed": None}},
            "bias_initializer": {"class_name": "Zeros", "config": {}},
        },
    }


MODEL = {
    "class_name": "Sequential",
    "config": {
        "name": "sequential",
        "layers": [
            {"class_name": "InputLayer",
             "config": {"batch_input_shape": [None, 4], "dtype": "float32", "name": "input_1"}},
            dense("dense"),
        ],
    },
}
LAMBDA = {
    "class_name": "Lambda",
    "config": {
        "name": "lambda", "function_type": "lambda", "module": "__main__",
        "function": ["4wEAAAAAAAAA\n", None, None],
    },
}
TRAINING = {
    "loss": "mse", "metrics": ["accuracy"], "weighted_metrics": None,
    "optimizer_config": {"class_name": "Adam", "config": {"name": "Adam", "learning_rate": 0.001}},
}


def create(name, **options):
    path = os.path.join(HERE, name)
    if os.path.exists(path):
        os.remove(path)
    return h5py.File(path, "w", **options)


def keras(file, model):
    file.attrs["keras_version"] = "2.11.0"
    file.attrs["backend"] = "tensorflow"
    file.attrs["model_config"] = json.dumps(model).encode("utf8")
    file.attrs["training_config"] = json.dumps(TRAINING).encode("utf8")
    weights = file.create_group("model_weights")
    weights.attrs["layer_names"] = [b"input_1", b"dense"]
    layer = weights.create_group("dense")
    layer.attrs["weight_names"] = [b"dense/kernel:0", b"dense/bias:0"]
    inner = layer.create_group("dense")
    inner.create_dataset("kernel:0", data=np.arange(12, dtype="float32").reshape(4, 3))
    inner.create_dataset("bias:0", data=np.zeros(3, dtype="float32"))


for libver in ("earliest", "latest"):
    with create("keras-%s.h5" % libver, libver=libver) as f:
        keras(f, MODEL)

with create("lambda.h5") as f:
    deep = {"class_name": "TimeDistributed",
            "config": {"name": "td", "layer": {"class_name": "Bidirectional",
                                               "config": {"name": "b", "layer": LAMBDA}}}}
    keras(f, {"class_name": "Sequential", "config": {"name": "s", "layers": [dense("a"), deep]}})

with create("opaque.h5") as f:
    text = json.dumps({"class_name": "Sequential", "config": {"name": "s", "layers": [LAMBDA]}})
    f.attrs["model_config"] = np.void(text.encode())

with create("dense-latest.h5", libver="latest") as f:
    for i in range(40):
        f.create_group("group-%02d" % i)
        f.attrs["attribute-%02d" % i] = "value %d" % i
    f.attrs["model_config"] = json.dumps(MODEL)

with create("wide-latest.h5", libver="latest") as f:
    for i in range(400):
        f.create_group("a-group-with-a-longer-name-%03d" % i)
    f.attrs["note"] = json.dumps({"pickle": "none"})

with create("large-latest.h5", libver="latest") as f:
    layers = [dense("dense_%d" % i) for i in range(260)]
    text = json.dumps({"class_name": "Sequential", "config": {"name": "s", "layers": layers}})
    f.attrs["model_config"] = np.array(text.encode(), dtype="S%d" % len(text))

with create("chunked.h5") as f:
    f.create_dataset("gzip", data=np.arange(4000, dtype="int32"), chunks=(100,),
                     compression="gzip", shuffle=True, fletcher32=True)
    f.create_dataset("lzf", data=np.zeros((64, 64)), chunks=(8, 8), compression="lzf")
    f.create_dataset("text", data=np.array(["a", "bb"], dtype=object), dtype=h5py.string_dtype())
    f["alias"] = f["gzip"]
    f["soft"] = h5py.SoftLink("/lzf")
    f["type"] = np.dtype([("a", "i4"), ("b", "f8")])
    f.create_dataset("typed", shape=(3,), dtype=f["type"])

with create("chunked-latest.h5", libver="latest") as f:
    f.create_dataset("single", data=np.arange(40), chunks=(40,))
    f.create_dataset("packed", data=np.arange(40), chunks=(40,), compression="gzip")
    f.create_dataset("fixed", data=np.arange(400), chunks=(40,))
    f.create_dataset("growing", data=np.arange(400), chunks=(40,), maxshape=(None,))
    f.create_dataset("tree", data=np.ones((20, 20)), chunks=(5, 5), maxshape=(None, None))

for libver in ("earliest", "latest"):
    with create("external-%s.h5" % libver, libver=libver) as f:
        f["stolen"] = h5py.ExternalLink("/etc/hostname", "/secret")
        f.create_dataset("raw", shape=(4,), dtype="u1", external=[("/etc/hosts", 0, 4)])

with create("virtual.h5", libver="latest") as f:
    layout = h5py.VirtualLayout(shape=(4,), dtype="i4")
    layout[:] = h5py.VirtualSource("../other.h5", "data", shape=(4,))
    f.create_virtual_dataset("virtual", layout)

with create("huge.h5") as f:
    f.create_dataset("kernel", shape=(1 << 20, 1 << 20), dtype="f4", chunks=(1 << 10, 1 << 10))

with create("userblock.h5", userblock_size=512) as f:
    f.create_dataset("x", data=np.arange(5))
with open(os.path.join(HERE, "userblock.h5"), "r+b") as f:
    f.write(b"#!/bin/sh\ntrue\n")

with create("cycle.h5") as f:
    a = f.create_group("a")
    a["b"] = f["/"]
    f["c"] = a

with create("pytables.h5") as f:
    f.attrs["TITLE"] = "Weights of a model."
    f.attrs["pickled"] = np.bytes_(b"(lp0\nI1\na.")
    group = f.create_group("objects")
    group.attrs["PSEUDOATOM"] = "object"
    f.create_dataset("pickles", data=np.frombuffer(b"\x80\x02N.", dtype="u1"))

with create("plugin.h5") as f:
    dataset = h5py.h5p.create(h5py.h5p.DATASET_CREATE)
    dataset.set_chunk((4,))
    dataset.set_filter(40000, h5py.h5z.FLAG_OPTIONAL, ())
    dataset.set_filter(32015, h5py.h5z.FLAG_OPTIONAL, ())
    h5py.h5d.create(f.id, b"odd", h5py.h5t.NATIVE_INT32, h5py.h5s.create_simple((8,)), dataset)


def listed():
    """What h5py itself sees in each file: the expectation of Hdf5ReaderTest."""
    for name in sorted(os.listdir(HERE)):
        if not name.endswith(".h5"):
            continue
        with h5py.File(os.path.join(HERE, name), "r") as f:
            rows = ["/@" + key for key in f.attrs]
            seen = set()

            def visit(path, item):
                rows.extend("/%s@%s" % (path, key) for key in item.attrs)
                if isinstance(item, h5py.Dataset):
                    rows.append("/%s=%d" % (path, item.size * item.dtype.itemsize if item.dtype.kind != "O" else item.size * 16))

            f.visititems(visit)
            for row in sorted(rows):
                yield "%s\t%s\n" % (name, row)


with open(os.path.join(HERE, "listed.tsv"), "w") as out:
    out.writelines(listed())
