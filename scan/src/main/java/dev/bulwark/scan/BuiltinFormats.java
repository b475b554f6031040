package dev.bulwark.scan;

import dev.bulwark.kernel.check.Check;
import dev.bulwark.scan.agent.AgentChecks;
import dev.bulwark.scan.boost.BoostChecks;
import dev.bulwark.scan.boost.BoostView;
import dev.bulwark.scan.boost.CatboostReader;
import dev.bulwark.scan.boost.LightgbmReader;
import dev.bulwark.scan.boost.XgboostReader;
import dev.bulwark.scan.executable.ExecutableChecks;
import dev.bulwark.scan.executable.ExecutableReader;
import dev.bulwark.scan.executable.ScriptChecks;
import dev.bulwark.scan.json.JsonChecks;
import dev.bulwark.scan.json.JsonReader;
import dev.bulwark.scan.json.JsonView;
import dev.bulwark.scan.media.MediaChecks;
import dev.bulwark.scan.media.MediaReader;
import dev.bulwark.scan.notebook.NotebookChecks;
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
import dev.bulwark.scan.secret.SecretChecks;
import dev.bulwark.scan.table.SentencePieceReader;
import dev.bulwark.scan.table.TableChecks;
import dev.bulwark.scan.table.TableReader;
import dev.bulwark.scan.text.TextChecks;
import dev.bulwark.scan.text.TextReader;
import dev.bulwark.scan.text.TextView;
import dev.bulwark.scan.torch.TorchChecks;
import dev.bulwark.scan.torch.TorchReader;
import dev.bulwark.scan.torch.TorchView;
import dev.bulwark.scan.xml.XmlChecks;
import dev.bulwark.scan.xml.XmlReader;
import dev.bulwark.scan.xml.XmlView;
import dev.bulwark.scan.zip.ZipChecks;
import dev.bulwark.scan.zip.ZipReader;
import dev.bulwark.scan.zip.ZipView;
import java.util.List;

/// The formats this version reads. A special case stands before the format it refines.
final class BuiltinFormats {
  private BuiltinFormats() {}

  static List<Format<?>> all() {
    PicklePolicy policy = PicklePolicy.builtin();
    SecretChecks secrets = SecretChecks.builtin();
    PickleReader pickle = new PickleReader(policy);
    Format<ZipView> zip =
        Format.of(new ZipReader(), ZipChecks.all())
            .named("zip", "npz")
            .accounting(ZipView::unexplained);
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
        Format.of(new MediaReader(), MediaChecks.all())
            .named("png", "jpg", "jpeg", "gif", "webp", "wav", "pdf", "mp4")
            .dataOnly(),
        Format.of(new XmlReader(), joined(List.of(XmlChecks.all(), secrets.over(XmlView::source))))
            .named(XmlReader.endings())
            .dataOnly(),
        Format.of(new XgboostReader(), BoostChecks.xgboost())
            .named("ubj", "model", "xgb")
            .accounting(BoostView::unexplained)
            .dataOnly(),
        Format.of(new LightgbmReader(), BoostChecks.lightgbm()).named("lgb").dataOnly(),
        Format.of(new CatboostReader(), BoostChecks.catboost())
            .named("cbm")
            .accounting(BoostView::unexplained)
            .dataOnly(),
        Format.of(new TableReader(), TableChecks.tables())
            .named("parquet", "arrow", "feather")
            .dataOnly(),
        Format.of(new SentencePieceReader(), TableChecks.vocabularies())
            .named("model", "spm")
            .dataOnly(),
        Format.of(new ExecutableReader(), ExecutableChecks.all())
            .named(
                "so", "dll", "exe", "dylib", "pyd", "a", "o", "wasm", "class", "pyc", "llamafile"),
        Format.of(
                new JsonReader(List.of()),
                joined(
                    List.of(
                        JsonChecks.all(),
                        secrets.over(JsonView::source),
                        NotebookChecks.all(),
                        AgentChecks.overJson(),
                        BoostChecks.overJson())))
            .named(JsonReader.endings())
            .ruledBy(secrets.digest())
            .dataOnly(),
        Format.of(
                new TextReader(),
                joined(
                    List.of(
                        TextChecks.all(),
                        secrets.over(TextView::source),
                        ScriptChecks.all(),
                        AgentChecks.overText())))
            .named("txt", "md", "csv", "tsv", "yaml", "yml", "toml")
            .ruledBy(secrets.digest())
            .dataOnly()
            .asLastResort());
  }

  private static <V> List<Check<V>> joined(List<List<Check<V>>> checks) {
    return checks.stream().flatMap(List::stream).toList();
  }
}
