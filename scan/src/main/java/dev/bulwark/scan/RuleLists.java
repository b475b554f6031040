package dev.bulwark.scan;

import dev.bulwark.kernel.bytes.Digest;
import dev.bulwark.kernel.json.Json;
import dev.bulwark.scan.graph.OperatorTable;
import dev.bulwark.scan.keras.KerasNames;
import dev.bulwark.scan.mxnet.MxnetChecks;
import dev.bulwark.scan.onnx.OnnxChecks;
import dev.bulwark.scan.paddle.PaddleChecks;
import dev.bulwark.scan.pickle.PicklePolicy;
import dev.bulwark.scan.secret.SecretChecks;
import dev.bulwark.scan.tensorflow.TensorflowChecks;
import dev.bulwark.scan.tflite.TfliteChecks;
import java.util.function.Supplier;

/// The lists of names a scan decides by and a user may add to.
record RuleLists(
    PicklePolicy pickle,
    KerasNames keras,
    OperatorTable onnx,
    OperatorTable tensorflow,
    OperatorTable tflite,
    OperatorTable paddle,
    OperatorTable mxnet,
    SecretChecks secrets) {

  /// The lists this version ships.
  static RuleLists builtin() {
    return new RuleLists(
        PicklePolicy.builtin(),
        KerasNames.builtin(),
        OnnxChecks.operators(),
        TensorflowChecks.operators(),
        TfliteChecks.operators(),
        PaddleChecks.operators(),
        MxnetChecks.operators(),
        SecretChecks.builtin());
  }

  /// With a user's names on top.
  ///
  /// @throws IllegalArgumentException `LIST:LINE: …`, naming the first line that is not understood
  RuleLists with(RulePack pack) {
    boolean mayAllow = pack.mayAllow();
    PicklePolicy policy =
        named(RulePack.PICKLE, () -> pickle.with(pack.list(RulePack.PICKLE), mayAllow));
    String operators = pack.list(RulePack.OPERATORS);
    return new RuleLists(
        policy,
        named(RulePack.KERAS, () -> keras.with(pack.list(RulePack.KERAS), mayAllow, policy)),
        named(RulePack.OPERATORS, () -> onnx.with(operators, "onnx", mayAllow)),
        named(RulePack.OPERATORS, () -> tensorflow.with(operators, "tensorflow", mayAllow)),
        named(RulePack.OPERATORS, () -> tflite.with(operators, "tflite", mayAllow)),
        named(RulePack.OPERATORS, () -> paddle.with(operators, "paddle", mayAllow)),
        named(RulePack.OPERATORS, () -> mxnet.with(operators, "mxnet", mayAllow)),
        named(RulePack.CREDENTIALS, () -> secrets.with(pack.list(RulePack.CREDENTIALS))));
  }

  private static <T> T named(String list, Supplier<T> read) {
    try {
      return read.get();
    } catch (IllegalArgumentException e) {
      throw new IllegalArgumentException(list + ":" + e.getMessage(), e);
    }
  }

  /// The digest of each list.
  Json.Obj json() {
    return Json.object()
        .put("pickle", text(pickle.digest()))
        .put("keras", text(keras.digest()))
        .put("onnx", text(onnx.digest()))
        .put("tensorflow", text(tensorflow.digest()))
        .put("tflite", text(tflite.digest()))
        .put("paddle", text(paddle.digest()))
        .put("mxnet", text(mxnet.digest()))
        .put("credentials", text(secrets.digest()))
        .build();
  }

  private static String text(Digest digest) {
    return digest.toString();
  }
}
