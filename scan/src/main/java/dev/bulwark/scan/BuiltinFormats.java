package dev.bulwark.scan;

import dev.bulwark.scan.coreml.CoremlChecks;
import dev.bulwark.scan.coreml.CoremlReader;
import dev.bulwark.scan.coreml.CoremlView;
import dev.bulwark.scan.engine.EngineChecks;
import dev.bulwark.scan.engine.EngineReader;
import dev.bulwark.scan.engine.EngineView;
import dev.bulwark.scan.executorch.ExecutorchChecks;
import dev.bulwark.scan.executorch.ExecutorchReader;
import dev.bulwark.scan.graph.OperatorTable;
import dev.bulwark.scan.npy.NpyChecks;
import dev.bulwark.scan.npy.NpyReader;
import dev.bulwark.scan.npy.NpyView;
import dev.bulwark.scan.onnx.OnnxChecks;
import dev.bulwark.scan.onnx.OnnxReader;
import dev.bulwark.scan.onnx.OnnxView;
import dev.bulwark.scan.onnx.OrtReader;
import dev.bulwark.scan.pickle.BuiltinPickleChecks;
import dev.bulwark.scan.pickle.PicklePolicy;
import dev.bulwark.scan.pickle.PickleReader;
import dev.bulwark.scan.safetensors.SafetensorsChecks;
import dev.bulwark.scan.safetensors.SafetensorsReader;
import dev.bulwark.scan.safetensors.SafetensorsView;
import dev.bulwark.scan.tensorflow.CheckpointReader;
import dev.bulwark.scan.tensorflow.TensorflowChecks;
import dev.bulwark.scan.tensorflow.TensorflowReader;
import dev.bulwark.scan.tensorflow.TensorflowView;
import dev.bulwark.scan.tflite.TfliteChecks;
import dev.bulwark.scan.tflite.TfliteReader;
import dev.bulwark.scan.tflite.TfliteView;
import dev.bulwark.scan.torch.TorchChecks;
import dev.bulwark.scan.torch.TorchReader;
import dev.bulwark.scan.torch.TorchView;
import dev.bulwark.scan.zip.ZipChecks;
import dev.bulwark.scan.zip.ZipReader;
import dev.bulwark.scan.zip.ZipView;
import java.util.List;

/// The formats this version reads. A special case stands before the format it refines.
final class BuiltinFormats {
  private BuiltinFormats() {}

  static List<Format<?>> all() {
    PicklePolicy policy = PicklePolicy.builtin();
    PickleReader pickle = new PickleReader(policy);
    OperatorTable tensorflow = TensorflowChecks.operators();
    Format<ZipView> zip =
        Format.of(new ZipReader(), ZipChecks.all())
            .named("zip", "npz")
            .accounting(ZipView::unexplained);
    return List.of(
        Format.of(new TorchReader(pickle), TorchChecks.all())
            .named("pt", "pth", "ckpt")
            .accounting(view -> view.archive().unexplained())
            .refining(zip, TorchView::archive),
        Format.of(new TfliteReader(), TfliteChecks.all(tensorflow))
            .named("tflite", "lite")
            .dataOnly()
            .accounting(TfliteView::unexplained)
            .ruledBy(tensorflow.digest())
            .answeringFor("zip"),
        zip,
        Format.of(pickle, BuiltinPickleChecks.all(policy))
            .named("pkl", "pickle", "joblib", "dill", "pt", "pth", "ckpt")
            .accounting(view -> view.accounted().unexplained())
            .ruledBy(policy.digest()),
        Format.of(new SafetensorsReader(), SafetensorsChecks.all())
            .named("safetensors")
            .dataOnly()
            .accounting(SafetensorsView::unexplained),
        Format.of(new OnnxReader(), OnnxChecks.all())
            .named("onnx")
            .dataOnly()
            .accounting(OnnxView::unexplained)
            .ruledBy(OnnxChecks.data()),
        Format.of(new CoremlReader(), CoremlChecks.all())
            .named("mlmodel")
            .dataOnly()
            .accounting(CoremlView::unexplained),
        Format.of(new EngineReader(), EngineChecks.all())
            .named("engine", "plan", "trt", "rknn")
            .accounting(EngineView::size),
        Format.of(new OrtReader(), OnnxChecks.all())
            .named("ort")
            .dataOnly()
            .ruledBy(OnnxChecks.data()),
        Format.of(new ExecutorchReader(), ExecutorchChecks.all()).named("pte").dataOnly(),
        Format.of(new TensorflowReader(), TensorflowChecks.all(tensorflow))
            .named("pb", "meta")
            .accounting(TensorflowView::unexplained)
            .ruledBy(tensorflow.digest()),
        Format.of(new CheckpointReader(), TensorflowChecks.all(tensorflow))
            .named("index")
            .dataOnly()
            .accounting(TensorflowView::unexplained)
            .ruledBy(tensorflow.digest()),
        Format.of(new NpyReader(), NpyChecks.all()).named("npy").accounting(NpyView::unexplained));
  }
}
