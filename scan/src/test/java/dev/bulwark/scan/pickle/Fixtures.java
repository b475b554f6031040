package dev.bulwark.scan.pickle;

/// Files as libraries write them, by hand.
final class Fixtures {
  private static final int[] TORCH_MAGIC = {
    Op.LONG1, 10, 0x6c, 0xfc, 0x9c, 0x46, 0xf9, 0x20, 0x6a, 0xa8, 0x50, 0x19
  };

  private Fixtures() {}

  /// A numpy array of doubles, protocol 3 or later.
  static Asm numpyArray(Asm asm, int count) {
    asm.global("numpy.core.multiarray", "_reconstruct").global("numpy", "ndarray");
    asm.ints(0).raw("C\1b").op(Op.TUPLE3, Op.REDUCE);
    asm.mark().num(1).ints(count);
    dtype(asm, "f8");
    asm.op(Op.NEWFALSE).op(Op.BINBYTES8).little(8L * count, 8).raw(new byte[8 * count]);
    return asm.op(Op.TUPLE, Op.BUILD);
  }

  static Asm dtype(Asm asm, String type) {
    asm.global("numpy", "dtype").str(type).op(Op.NEWFALSE, Op.NEWTRUE, Op.TUPLE3, Op.REDUCE);
    asm.mark().num(3).str("<").none().none().none().num(-1).num(-1).num(0);
    return asm.op(Op.TUPLE, Op.BUILD);
  }

  /// One tensor over the storage `key`.
  static Asm tensor(Asm asm, String key, int elements) {
    asm.global("torch._utils", "_rebuild_tensor_v2").mark();
    asm.mark().str("storage").global("torch", "FloatStorage").str(key).str("cpu").num(elements);
    asm.op(Op.TUPLE, Op.BINPERSID);
    asm.num(0).ints(elements).ints(1).op(Op.NEWFALSE);
    asm.global("collections", "OrderedDict").op(Op.EMPTY_TUPLE, Op.REDUCE);
    return asm.op(Op.TUPLE, Op.REDUCE);
  }

  /// The `data.pkl` of a state dict.
  static byte[] stateDict(int tensors) {
    Asm asm = Asm.proto(2).global("collections", "OrderedDict").op(Op.EMPTY_TUPLE, Op.REDUCE);
    asm.op(Op.BINPUT, 0).mark();
    for (int i = 0; i < tensors; i++) {
      tensor(asm.str("layer." + i + ".weight"), Integer.toString(i), 4);
    }
    asm.op(Op.SETITEMS).op(Op.EMPTY_DICT).str("_metadata");
    asm.global("collections", "OrderedDict").op(Op.EMPTY_TUPLE, Op.REDUCE);
    return asm.op(Op.SETITEM, Op.BUILD).stop();
  }

  static byte[] legacyTorch(int elements) {
    byte[] magic = Asm.proto(2).op(TORCH_MAGIC).stop();
    byte[] version = Asm.proto(2).op(Op.BININT2).little(1001, 2).stop();
    byte[] system =
        Asm.proto(2)
            .op(Op.EMPTY_DICT)
            .mark()
            .str("little_endian")
            .op(Op.NEWTRUE, Op.SETITEMS)
            .stop();
    byte[] object = tensor(Asm.proto(2), "0", elements).stop();
    byte[] keys = Asm.proto(2).op(Op.EMPTY_LIST).str("0").op(Op.APPEND).stop();
    byte[] storage = Asm.pickle().little(elements, 8).raw(new byte[4 * elements]).toArray();
    return Asm.join(magic, version, system, object, keys, storage);
  }

  /// A joblib file of one array, three bytes of padding before its elements.
  static byte[] joblib(int count) {
    Asm asm = Asm.proto(3).global("joblib.numpy_pickle", "NumpyArrayWrapper");
    asm.op(Op.EMPTY_TUPLE, Op.NEWOBJ).op(Op.EMPTY_DICT).mark();
    asm.str("subclass").global("numpy", "ndarray").str("shape").ints(count);
    asm.str("order").str("C").str("dtype");
    dtype(asm, "f8").str("allow_mmap").op(Op.NEWTRUE);
    asm.str("numpy_array_alignment_bytes").num(16).op(Op.SETITEMS, Op.BUILD);
    asm.op(3).raw(new byte[] {-1, -1, -1}).raw(new byte[8 * count]);
    return asm.stop();
  }

  /// A fitted decision tree of scikit-learn, cut to what its reconstruction needs.
  static byte[] tree() {
    Asm asm = Asm.proto(4).stackGlobal("sklearn.tree._classes", "DecisionTreeClassifier");
    asm.op(Op.EMPTY_TUPLE, Op.NEWOBJ, Op.MEMOIZE, Op.EMPTY_DICT).mark();
    asm.str("criterion").str("gini").str("max_depth").none().str("tree_");
    asm.stackGlobal("sklearn.tree._tree", "Tree").num(4);
    numpyArray(asm, 1).num(1).op(Op.TUPLE3, Op.REDUCE, Op.EMPTY_DICT).mark();
    asm.str("max_depth").num(2).str("node_count").num(3).str("nodes");
    numpyArray(asm, 3).str("values");
    numpyArray(asm, 3).op(Op.SETITEMS, Op.BUILD);
    return asm.str("_sklearn_version").str("1.7.2").op(Op.SETITEMS, Op.BUILD).stop();
  }

  /// A pandas frame of one block.
  static byte[] frame() {
    Asm asm = Asm.proto(5).stackGlobal("pandas.core.frame", "DataFrame");
    asm.op(Op.EMPTY_TUPLE, Op.NEWOBJ, Op.EMPTY_DICT).mark().str("_mgr");
    asm.stackGlobal("pandas.core.internals.managers", "BlockManager");
    asm.stackGlobal("pandas._libs.internals", "_unpickle_block");
    numpyArray(asm, 2).stackGlobal("builtins", "slice").num(0).num(1).num(1);
    asm.op(Op.TUPLE3, Op.REDUCE).num(2).op(Op.TUPLE3, Op.REDUCE, Op.TUPLE1);
    index(asm);
    index(asm).op(Op.TUPLE2, Op.TUPLE2, Op.REDUCE);
    return asm.str("_typ").str("dataframe").op(Op.SETITEMS, Op.BUILD).stop();
  }

  private static Asm index(Asm asm) {
    asm.stackGlobal("pandas.core.indexes.base", "_new_Index");
    asm.stackGlobal("pandas.core.indexes.base", "Index").op(Op.EMPTY_DICT).mark().str("data");
    return numpyArray(asm, 1).str("name").none().op(Op.SETITEMS, Op.TUPLE2, Op.REDUCE);
  }
}
