package dev.bulwark.scan.pickle;

import java.util.Map;

/// Names whose calls the machine follows: what carries a payload on, and what loads it.
enum Trait {
  NONE,
  /// `numpy.dtype`: its argument tells how large an element is.
  DTYPE,
  /// joblib's stand-in for an array whose bytes follow in the file.
  ARRAY_WRAPPER,
  /// `getattr`: names a member as a dotted name does.
  MEMBER,
  /// Gives what was there before, not a fresh object.
  OLD_OBJECT,
  /// Gives the bytes it was given.
  SAME_BYTES,
  BASE64,
  HEX,
  INFLATE,
  GUNZIP,
  /// `codecs.decode(data, encoding)`.
  CODEC,
  /// Loads the bytes it is given.
  LOADER;

  private static final Map<String, Trait> TRAITS =
      Map.ofEntries(
          Map.entry("numpy.dtype", DTYPE),
          Map.entry("joblib.numpy_pickle.NumpyArrayWrapper", ARRAY_WRAPPER),
          Map.entry("builtins.getattr", MEMBER),
          Map.entry("logging.getLogger", OLD_OBJECT),
          Map.entry("_codecs.encode", SAME_BYTES),
          Map.entry("codecs.encode", SAME_BYTES),
          Map.entry("io.BytesIO", SAME_BYTES),
          Map.entry("_io.BytesIO", SAME_BYTES),
          Map.entry("builtins.bytes", SAME_BYTES),
          Map.entry("builtins.bytearray", SAME_BYTES),
          Map.entry("builtins.memoryview", SAME_BYTES),
          Map.entry("base64.b64decode", BASE64),
          Map.entry("base64.standard_b64decode", BASE64),
          Map.entry("base64.urlsafe_b64decode", BASE64),
          Map.entry("base64.decodebytes", BASE64),
          Map.entry("binascii.a2b_base64", BASE64),
          Map.entry("binascii.unhexlify", HEX),
          Map.entry("binascii.a2b_hex", HEX),
          Map.entry("base64.b16decode", HEX),
          Map.entry("builtins.bytes.fromhex", HEX),
          Map.entry("builtins.bytearray.fromhex", HEX),
          Map.entry("zlib.decompress", INFLATE),
          Map.entry("gzip.decompress", GUNZIP),
          Map.entry("codecs.decode", CODEC),
          Map.entry("_codecs.decode", CODEC),
          Map.entry("pickle.loads", LOADER),
          Map.entry("pickle.load", LOADER),
          Map.entry("pickle._loads", LOADER),
          Map.entry("pickle._load", LOADER),
          Map.entry("pickle.Unpickler", LOADER),
          Map.entry("pickle._Unpickler", LOADER),
          Map.entry("_pickle.loads", LOADER),
          Map.entry("_pickle.load", LOADER),
          Map.entry("_pickle.Unpickler", LOADER),
          Map.entry("dill.loads", LOADER),
          Map.entry("dill._dill.loads", LOADER),
          Map.entry("cloudpickle.loads", LOADER),
          Map.entry("cloudpickle.cloudpickle.loads", LOADER),
          Map.entry("joblib.load", LOADER),
          Map.entry("joblib.numpy_pickle.load", LOADER),
          Map.entry("numpy.load", LOADER),
          Map.entry("numpy.lib.npyio.load", LOADER),
          Map.entry("numpy.lib._npyio_impl.load", LOADER),
          Map.entry("pandas.read_pickle", LOADER),
          Map.entry("pandas.io.pickle.read_pickle", LOADER),
          Map.entry("marshal.loads", LOADER),
          Map.entry("torch.load", LOADER),
          Map.entry("torch.serialization.load", LOADER),
          Map.entry("torch.storage._load_from_bytes", LOADER));

  static Trait of(PickleName name) {
    return TRAITS.getOrDefault(name.module() + "." + name.qualified(), NONE);
  }
}
