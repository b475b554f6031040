"""Runs pickles on CPython's own C unpickler without importing or calling anything they name.

Every name becomes one class that answers any call with itself and takes any state and any
items, so that no program stops because an object is of the wrong kind. Reads programs from standard
input, each with its length in four bytes and one byte for the way it is read: s as from a stream,
frame by frame, m as from memory. Answers with what was asked for, in order.
"""
import gc
import io
import resource
import struct
import sys
import warnings
import _pickle


class Inert(type):
    def __call__(cls, *args, **kwargs):
        return cls

    def __setitem__(cls, key, value):
        pass


def inert(cls, *args, **kwargs):
    return cls


ANYTHING = Inert(
    "anything",
    (),
    dict(
        __new__=inert,
        __setstate__=classmethod(inert),
        extend=classmethod(inert),
        append=classmethod(inert),
        add=classmethod(inert),
    ),
)


class Recorder(_pickle.Unpickler):
    def __init__(self, data, way, seen):
        stream = io.BytesIO(data)
        if way == b"m":
            # All of it can be peeked at, and is read like a string in memory.
            stream = io.BufferedReader(stream, len(data) + 1)
        super().__init__(stream)
        self.seen = seen

    def find_class(self, module, name):
        self.seen.append((module, name))
        return ANYTHING

    def persistent_load(self, pid):
        return ANYTHING


def main():
    gc.disable()
    # A memo index makes the C unpickler reserve and touch memory for every lower one.
    resource.setrlimit(resource.RLIMIT_AS, (1 << 30, 1 << 30))
    warnings.simplefilter("ignore")
    source, sink = sys.stdin.buffer, sys.stdout.buffer
    done = 0
    while True:
        done += 1
        if done % 2000 == 0:
            gc.collect()
        head = source.read(4)
        if len(head) < 4:
            return
        way = source.read(1)
        data = source.read(struct.unpack("<I", head)[0])
        seen = []
        try:
            Recorder(data, way, seen).load()
            answer = "+"
        except RecursionError:
            answer = "?"
        except MemoryError:
            answer = "?"
        except Exception as error:
            answer = "-" + type(error).__name__ + ": " + str(error)[:200]
        parts = [answer.encode("utf-8", "surrogatepass")]
        for module, name in seen:
            parts.append(module.encode("utf-8", "surrogatepass"))
            parts.append(name.encode("utf-8", "surrogatepass"))
        body = b"".join(struct.pack("<I", len(p)) + p for p in parts)
        sink.write(struct.pack("<I", len(body)) + body)
        sink.flush()


main()
