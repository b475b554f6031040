package dev.bulwark.scan;

import dev.bulwark.kernel.check.Check;
import dev.bulwark.scan.hdf5.Hdf5Checks;
import dev.bulwark.scan.hdf5.Hdf5Reader;
import dev.bulwark.scan.hdf5.Hdf5View;
import dev.bulwark.scan.json.JsonChecks;
import dev.bulwark.scan.json.JsonReader;
import dev.bulwark.scan.json.JsonView;
import dev.bulwark.scan.keras.KerasArchiveChecks;
import dev.bulwark.scan.keras.KerasChecks;
import dev.bulwark.scan.keras.KerasNames;
import dev.bulwark.scan.keras.KerasReader;
import dev.bulwark.scan.keras.KerasView;
import dev.bulwark.scan.msgpack.MsgpackChecks;
import dev.bulwark.scan.msgpack.MsgpackReader;
import dev.bulwark.scan.msgpack.MsgpackView;
import dev.bulwark.scan.npy.NpyChecks;
import dev.bulwark.scan.npy.NpyReader;
import dev.bulwark.scan.npy.NpyView;
import dev.bulwark.scan.onnx.OnnxChecks;
import dev.bulwark.scan.onnx.OnnxReader;
import dev.bulwark.scan.pickle.BuiltinPickleChecks;
import dev.bulwark.scan.pickle.PicklePolicy;
import dev.bulwark.scan.pickle.PickleReader;
import dev.bulwark.scan.safetensors.SafetensorsChecks;
import dev.bulwark.scan.safetensors.SafetensorsReader;
import dev.bulwark.scan.safetensors.SafetensorsView;
import dev.bulwark.scan.skops.SkopsChecks;
import dev.bulwark.scan.skops.SkopsReader;
import dev.bulwark.scan.skops.SkopsView;
import dev.bulwark.scan.text.TextChecks;
import dev.bulwark.scan.text.TextReader;
import dev.bulwark.scan.torch.TorchChecks;
import dev.bulwark.scan.torch.TorchReader;
import dev.bulwark.scan.torch.TorchView;
import dev.bulwark.scan.zip.ZipChecks;
import dev.bulwark.scan.zip.ZipReader;
import dev.bulwark.scan.zip.ZipView;
import java.util.ArrayList;
import java.util.List;

/// The formats this version reads. A special case stands before the format it refines.
final class BuiltinFormats {
  private BuiltinFormats() {}

  static List<Format<?>> all() {
    PicklePolicy policy = PicklePolicy.builtin();
    PickleReader pickle = new PickleReader(policy);
    Format<ZipView> zip =
        Format.of(new ZipReader(), ZipChecks.all())
            .named("zip", "npz")
            .accounting(ZipView::unexplained);
    KerasNames keras = KerasNames.builtin();
    List<Check<JsonView>> json = new ArrayList<>(JsonChecks.all());
    json.addAll(KerasChecks.all(keras, policy));
    json.addAll(SkopsChecks.schema(policy));
    return List.of(
        Format.of(new TorchReader(pickle), TorchChecks.all())
            .named("pt", "pth", "ckpt", "bin")
            .accounting(view -> view.archive().unexplained())
            .refining(zip, TorchView::archive),
        Format.of(new KerasReader(), KerasArchiveChecks.all())
            .named("keras")
            .accounting(view -> view.archive().unexplained())
            .refining(zip, KerasView::archive),
        Format.of(new SkopsReader(), SkopsChecks.archive())
            .named("skops")
            .dataOnly()
            .accounting(view -> view.archive().unexplained())
            .refining(zip, SkopsView::archive),
        zip,
        Format.of(new Hdf5Reader(), Hdf5Checks.all())
            .named("h5", "hdf5", "keras", "he5")
            .accounting(Hdf5View::unexplained),
        Format.of(new MsgpackReader(), MsgpackChecks.all())
            .named("msgpack")
            .dataOnly()
            .accounting(MsgpackView::unexplained),
        Format.of(pickle, BuiltinPickleChecks.all(policy))
            .named("pkl", "pickle", "joblib", "dill", "pt", "pth", "ckpt", "bin")
            .accounting(view -> view.accounted().unexplained())
            .ruledBy(policy.digest()),
        Format.of(new SafetensorsReader(), SafetensorsChecks.all())
            .named("safetensors")
            .dataOnly()
            .accounting(SafetensorsView::unexplained),
        Format.of(new OnnxReader(), OnnxChecks.all()).named("onnx").dataOnly(),
        Format.of(new NpyReader(), NpyChecks.all()).named("npy").accounting(NpyView::unexplained),
        Format.of(new JsonReader(List.of()), json)
            .named(JsonReader.endings())
            .dataOnly()
            .ruledBy(keras.digest()),
        Format.of(new TextReader(), TextChecks.all())
            .named("txt", "md", "csv", "tsv", "yaml", "yml", "toml")
            .dataOnly()
            .asLastResort());
  }
}
