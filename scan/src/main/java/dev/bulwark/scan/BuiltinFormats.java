package dev.bulwark.scan;

import dev.bulwark.kernel.check.Check;
import dev.bulwark.scan.config.HuggingFaceChecks;
import dev.bulwark.scan.gguf.GgufChecks;
import dev.bulwark.scan.gguf.GgufReader;
import dev.bulwark.scan.gguf.GgufView;
import dev.bulwark.scan.jinja.JinjaChecks;
import dev.bulwark.scan.jinja.JinjaReader;
import dev.bulwark.scan.jinja.JinjaView;
import dev.bulwark.scan.jinja.JsonTemplates;
import dev.bulwark.scan.json.JsonChecks;
import dev.bulwark.scan.json.JsonReader;
import dev.bulwark.scan.json.JsonView;
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
import dev.bulwark.scan.text.TextChecks;
import dev.bulwark.scan.text.TextReader;
import dev.bulwark.scan.text.TextView;
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
    List<Check<JsonView>> json = new ArrayList<>(JsonChecks.all());
    json.addAll(HuggingFaceChecks.all());
    Format<TextView> text =
        Format.of(new TextReader(), TextChecks.all())
            .named("txt", "md", "csv", "tsv", "yaml", "yml", "toml")
            .dataOnly()
            .asLastResort();
    return List.of(
        Format.of(new TorchReader(pickle), TorchChecks.all())
            .named("pt", "pth", "ckpt", "bin")
            .accounting(view -> view.archive().unexplained())
            .refining(zip, TorchView::archive),
        zip,
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
        Format.of(new GgufReader(), GgufChecks.all())
            .named("gguf", "ggml")
            .dataOnly()
            .accounting(GgufView::unexplained),
        Format.of(new JsonReader(List.of(JsonTemplates::in)), json)
            .named(JsonReader.endings())
            .dataOnly(),
        Format.of(new JinjaReader(), JinjaChecks.all())
            .named(JinjaReader.endings())
            .refining(text, JinjaView::asText),
        text);
  }
}
