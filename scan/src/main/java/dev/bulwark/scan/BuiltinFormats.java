package dev.bulwark.scan;

import dev.bulwark.kernel.check.Check;
import dev.bulwark.kernel.check.Rule;
import dev.bulwark.kernel.check.RuleId;
import dev.bulwark.scan.agent.AgentChecks;
import dev.bulwark.scan.archive.ArReader;
import dev.bulwark.scan.archive.ArchiveChecks;
import dev.bulwark.scan.archive.ArchiveView;
import dev.bulwark.scan.archive.CpioReader;
import dev.bulwark.scan.archive.SevenZipReader;
import dev.bulwark.scan.archive.UnreadArchiveChecks;
import dev.bulwark.scan.archive.UnreadArchiveReader;
import dev.bulwark.scan.boost.BoostChecks;
import dev.bulwark.scan.boost.BoostView;
import dev.bulwark.scan.boost.CatboostReader;
import dev.bulwark.scan.boost.LightgbmReader;
import dev.bulwark.scan.boost.XgboostReader;
import dev.bulwark.scan.compressed.BuiltinCodecs;
import dev.bulwark.scan.compressed.CompressedChecks;
import dev.bulwark.scan.compressed.CompressedView;
import dev.bulwark.scan.config.HuggingFaceChecks;
import dev.bulwark.scan.coreml.CoremlChecks;
import dev.bulwark.scan.coreml.CoremlReader;
import dev.bulwark.scan.coreml.CoremlView;
import dev.bulwark.scan.engine.EngineChecks;
import dev.bulwark.scan.engine.EngineReader;
import dev.bulwark.scan.engine.EngineView;
import dev.bulwark.scan.executable.ExecutableChecks;
import dev.bulwark.scan.executable.ExecutableReader;
import dev.bulwark.scan.executable.ScriptChecks;
import dev.bulwark.scan.executorch.ExecutorchChecks;
import dev.bulwark.scan.executorch.ExecutorchReader;
import dev.bulwark.scan.gguf.GgufChecks;
import dev.bulwark.scan.gguf.GgufReader;
import dev.bulwark.scan.gguf.GgufView;
import dev.bulwark.scan.graph.ArraysView;
import dev.bulwark.scan.graph.OperatorTable;
import dev.bulwark.scan.hdf5.Hdf5Checks;
import dev.bulwark.scan.hdf5.Hdf5Reader;
import dev.bulwark.scan.hdf5.Hdf5View;
import dev.bulwark.scan.jinja.JinjaChecks;
import dev.bulwark.scan.jinja.JinjaReader;
import dev.bulwark.scan.jinja.JinjaView;
import dev.bulwark.scan.jinja.JsonTemplates;
import dev.bulwark.scan.json.JsonChecks;
import dev.bulwark.scan.json.JsonReader;
import dev.bulwark.scan.json.JsonView;
import dev.bulwark.scan.keras.KerasArchiveChecks;
import dev.bulwark.scan.keras.KerasChecks;
import dev.bulwark.scan.keras.KerasNames;
import dev.bulwark.scan.keras.KerasReader;
import dev.bulwark.scan.keras.KerasView;
import dev.bulwark.scan.media.MediaChecks;
import dev.bulwark.scan.media.MediaReader;
import dev.bulwark.scan.msgpack.MsgpackChecks;
import dev.bulwark.scan.msgpack.MsgpackReader;
import dev.bulwark.scan.msgpack.MsgpackView;
import dev.bulwark.scan.mxnet.MxnetChecks;
import dev.bulwark.scan.mxnet.ParamsReader;
import dev.bulwark.scan.notebook.NotebookChecks;
import dev.bulwark.scan.npy.NpyChecks;
import dev.bulwark.scan.npy.NpyReader;
import dev.bulwark.scan.npy.NpyView;
import dev.bulwark.scan.ocdbt.DataReader;
import dev.bulwark.scan.ocdbt.StoreChecks;
import dev.bulwark.scan.ocdbt.StoreReader;
import dev.bulwark.scan.ocdbt.StoreView;
import dev.bulwark.scan.onnx.OnnxChecks;
import dev.bulwark.scan.onnx.OnnxReader;
import dev.bulwark.scan.onnx.OnnxView;
import dev.bulwark.scan.onnx.OrtReader;
import dev.bulwark.scan.paddle.PaddleChecks;
import dev.bulwark.scan.paddle.ParametersReader;
import dev.bulwark.scan.paddle.ProgramReader;
import dev.bulwark.scan.paddle.ProgramView;
import dev.bulwark.scan.pickle.BuiltinPickleChecks;
import dev.bulwark.scan.pickle.PicklePolicy;
import dev.bulwark.scan.pickle.PickleReader;
import dev.bulwark.scan.safetensors.SafetensorsChecks;
import dev.bulwark.scan.safetensors.SafetensorsReader;
import dev.bulwark.scan.safetensors.SafetensorsView;
import dev.bulwark.scan.secret.SecretChecks;
import dev.bulwark.scan.skops.SkopsChecks;
import dev.bulwark.scan.skops.SkopsReader;
import dev.bulwark.scan.skops.SkopsView;
import dev.bulwark.scan.table.SentencePieceReader;
import dev.bulwark.scan.table.TableChecks;
import dev.bulwark.scan.table.TableReader;
import dev.bulwark.scan.tar.TarChecks;
import dev.bulwark.scan.tar.TarReader;
import dev.bulwark.scan.tar.TarView;
import dev.bulwark.scan.tensorflow.CheckpointReader;
import dev.bulwark.scan.tensorflow.GraphText;
import dev.bulwark.scan.tensorflow.GraphTextReader;
import dev.bulwark.scan.tensorflow.TensorflowChecks;
import dev.bulwark.scan.tensorflow.TensorflowReader;
import dev.bulwark.scan.tensorflow.TensorflowView;
import dev.bulwark.scan.text.TextChecks;
import dev.bulwark.scan.text.TextReader;
import dev.bulwark.scan.text.TextView;
import dev.bulwark.scan.text.WideTextChecks;
import dev.bulwark.scan.text.WideTextReader;
import dev.bulwark.scan.tflite.TfliteChecks;
import dev.bulwark.scan.tflite.TfliteReader;
import dev.bulwark.scan.tflite.TfliteView;
import dev.bulwark.scan.torch.ExportChecks;
import dev.bulwark.scan.torch.ExportReader;
import dev.bulwark.scan.torch.TorchChecks;
import dev.bulwark.scan.torch.TorchReader;
import dev.bulwark.scan.torch.TorchView;
import dev.bulwark.scan.weights.WeightsChecks;
import dev.bulwark.scan.weights.WeightsReader;
import dev.bulwark.scan.weights.WeightsView;
import dev.bulwark.scan.xml.XmlChecks;
import dev.bulwark.scan.xml.XmlReader;
import dev.bulwark.scan.xml.XmlView;
import dev.bulwark.scan.yaml.YamlChecks;
import dev.bulwark.scan.yaml.YamlNames;
import dev.bulwark.scan.yaml.YamlReader;
import dev.bulwark.scan.yaml.YamlView;
import dev.bulwark.scan.zip.ZipChecks;
import dev.bulwark.scan.zip.ZipReader;
import dev.bulwark.scan.zip.ZipView;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;

/// The formats this version reads, by family. A special case stands before the format it refines.
final class BuiltinFormats {
  private final PicklePolicy policy;
  private final SecretChecks secrets;
  private final KerasNames keras;
  private final YamlNames yaml = YamlNames.builtin();
  private final PickleReader pickle;
  private final OperatorTable tensorflow;
  private final OperatorTable tflite;
  private final OperatorTable onnx;
  private final OperatorTable paddle;
  private final OperatorTable mxnet;

  private BuiltinFormats(RuleLists lists) {
    this.policy = lists.pickle();
    this.secrets = lists.secrets();
    this.keras = lists.keras();
    this.tensorflow = lists.tensorflow();
    this.tflite = lists.tflite();
    this.onnx = lists.onnx();
    this.paddle = lists.paddle();
    this.mxnet = lists.mxnet();
    this.pickle = new PickleReader(policy);
  }

  static List<Format<?>> all() {
    return all(RuleLists.builtin());
  }

  /// @param lists of names to decide by
  static List<Format<?>> all(RuleLists lists) {
    BuiltinFormats builtin = new BuiltinFormats(lists);
    List<Format<?>> formats = new ArrayList<>();
    formats.add(
        Format.of(new DataReader(), WeightsChecks.all())
            .dataOnly()
            .accounting(WeightsView::unexplained)
            .answeringFor("zstd", "gzip", "zlib", "weights"));
    formats.addAll(compressed());
    formats.addAll(builtin.archives());
    formats.addAll(builtin.models());
    formats.addAll(builtin.graphs());
    formats.addAll(builtin.documents());
    return List.copyOf(formats);
  }

  private List<Format<?>> archives() {
    ZipReader reader = new ZipReader(TarReader::carries);
    PicklePolicy scripts = policy.forTorchScript();
    Format<ZipView> zip =
        Format.of(reader, ZipChecks.all())
            .named("zip", "npz", "mar", "whl", "egg", "jar", "pt2")
            .bearing(ZipReader.SIGN)
            .accounting(ZipView::unexplained);
    return List.of(
        Format.of(new TorchReader(reader, pickle, new PickleReader(scripts)), TorchChecks.all())
            .named("pt", "pth", "ckpt", "bin")
            .bearing(ZipReader.SIGN)
            .accounting(view -> view.archive().unexplained())
            .refining(zip, TorchView::archive)
            .each(BuiltinPickleChecks.all(scripts), TorchView::pickles),
        Format.of(new ExportReader(reader), ExportChecks.all())
            .named("pt2")
            .bearing(ZipReader.SIGN)
            .accounting(ZipView::unexplained)
            .refining(zip, Function.identity()),
        Format.of(new KerasReader(), KerasArchiveChecks.all())
            .named("keras")
            .bearing(ZipReader.SIGN)
            .accounting(view -> view.archive().unexplained())
            .refining(zip, KerasView::archive),
        Format.of(new SkopsReader(), SkopsChecks.archive())
            .named("skops")
            .bearing(ZipReader.SIGN)
            .dataOnly()
            .accounting(view -> view.archive().unexplained())
            .refining(zip, SkopsView::archive),
        Format.of(new TfliteReader(), TfliteChecks.all(tflite, tensorflow))
            .named("tflite", "lite")
            .dataOnly()
            .accounting(TfliteView::unexplained)
            .ruledBy(tflite.digest(), tensorflow.digest())
            .answeringFor("zip"),
        Format.of(new TarReader(), TarChecks.all())
            .named("tar", "nemo")
            .accounting(TarView::unexplained),
        zip,
        Format.of(new SevenZipReader(), ArchiveChecks.all())
            .named("7z")
            .accounting(ArchiveView::unexplained),
        Format.of(new ArReader(), ArchiveChecks.all())
            .named("a", "deb")
            .accounting(ArchiveView::unexplained),
        Format.of(new CpioReader(), ArchiveChecks.all())
            .named("cpio")
            .accounting(ArchiveView::unexplained),
        Format.of(new UnreadArchiveReader(), UnreadArchiveChecks.all())
            .named("rar", "cab", "iso", "rpm"));
  }

  private static List<Format<?>> compressed() {
    List<Format<?>> formats = new ArrayList<>();
    BuiltinCodecs.all()
        .forEach(
            line ->
                formats.add(
                    Format.of(line.reader(), CompressedChecks.all())
                        .named(line.endings().toArray(String[]::new))
                        .accounting(CompressedView::unexplained)));
    return formats;
  }

  private List<Format<?>> models() {
    return List.of(
        Format.of(new Hdf5Reader(), Hdf5Checks.all())
            .named("h5", "hdf5", "keras", "he5")
            .accounting(Hdf5View::unexplained),
        Format.of(new MsgpackReader(), MsgpackChecks.all())
            .named("msgpack")
            .dataOnly()
            .accounting(MsgpackView::unexplained),
        Format.of(pickle, BuiltinPickleChecks.all(policy))
            .named(
                "pkl", "pickle", "joblib", "dill", "pt", "pth", "ckpt", "bin", "pdparams", "pdopt")
            .accounting(view -> view.accounted().unexplained())
            .ruledBy(policy.digest()),
        Format.of(new SafetensorsReader(), SafetensorsChecks.all())
            .named("safetensors")
            .dataOnly()
            .accounting(SafetensorsView::unexplained),
        Format.of(new GgufReader(), GgufChecks.all())
            .named("gguf", "ggml")
            .dataOnly()
            .accounting(GgufView::unexplained),
        Format.of(new XgboostReader(), BoostChecks.xgboost())
            .named("ubj", "model", "xgb")
            .accounting(BoostView::unexplained)
            .dataOnly(),
        Format.of(new LightgbmReader(), BoostChecks.lightgbm()).named("lgb").dataOnly(),
        Format.of(new CatboostReader(), BoostChecks.catboost())
            .named("cbm")
            .accounting(BoostView::unexplained)
            .dataOnly(),
        Format.of(new StoreReader(), StoreChecks.all())
            .named("ocdbt")
            .describing(StoreView::files)
            .dataOnly(),
        Format.of(new TableReader(), TableChecks.tables())
            .named("parquet", "arrow", "feather")
            .dataOnly(),
        Format.of(new SentencePieceReader(), TableChecks.vocabularies())
            .named("model", "spm")
            .dataOnly(),
        Format.of(new NpyReader(), NpyChecks.all()).named("npy").accounting(NpyView::unexplained));
  }

  private List<Format<?>> graphs() {
    return List.of(
        Format.of(new OnnxReader(), OnnxChecks.all(onnx))
            .named("onnx")
            .dataOnly()
            .accounting(OnnxView::unexplained)
            .describing(OnnxView::weights)
            .ruledBy(onnx.digest()),
        Format.of(new CoremlReader(), CoremlChecks.all())
            .named("mlmodel")
            .dataOnly()
            .accounting(CoremlView::unexplained),
        Format.of(new EngineReader(), EngineChecks.all())
            .named("engine", "plan", "trt", "rknn")
            .accounting(EngineView::size),
        Format.of(new OrtReader(), OnnxChecks.all(onnx))
            .named("ort")
            .dataOnly()
            .ruledBy(onnx.digest()),
        Format.of(new ExecutorchReader(), ExecutorchChecks.all()).named("pte").dataOnly(),
        Format.of(new TensorflowReader(), TensorflowChecks.all(tensorflow))
            .named("pb", "meta")
            .accounting(TensorflowView::unexplained)
            .ruledBy(tensorflow.digest()),
        Format.of(new ProgramReader(), PaddleChecks.program(paddle))
            .named("pdmodel")
            .dataOnly()
            .accounting(ProgramView::unexplained)
            .ruledBy(paddle.digest()),
        Format.of(new ParametersReader(), PaddleChecks.parameters())
            .named("pdiparams")
            .dataOnly()
            .accounting(ArraysView::unexplained),
        Format.of(new ParamsReader(), MxnetChecks.params())
            .named("params")
            .dataOnly()
            .accounting(ArraysView::unexplained),
        Format.of(new CheckpointReader(), TensorflowChecks.all(tensorflow))
            .named("index")
            .dataOnly()
            .describing(TensorflowView::weights)
            .accounting(TensorflowView::unexplained)
            .ruledBy(tensorflow.digest()));
  }

  private List<Format<?>> documents() {
    Format<TextView> text =
        Format.of(
                new TextReader(),
                joined(
                    List.of(
                        TextChecks.all(),
                        ScriptChecks.all(),
                        AgentChecks.overText(),
                        secrets.over(TextView::source))))
            .named("txt", "md", "csv", "tsv", "toml", "yaml", "yml", "pbtxt")
            .ruledBy(secrets.digest())
            .dataOnly()
            .asLastResort()
            .answeringFor("weights");
    return List.of(
        Format.of(new MediaReader(), MediaChecks.all())
            .named("png", "jpg", "jpeg", "gif", "webp", "wav", "pdf", "mp4")
            .dataOnly(),
        Format.of(new XmlReader(), joined(List.of(XmlChecks.all(), secrets.over(XmlView::source))))
            .named(XmlReader.endings())
            .describing(XmlView::weights)
            .ruledBy(secrets.digest())
            .dataOnly(),
        Format.of(new ExecutableReader(), ExecutableChecks.all())
            .named("so", "dll", "exe", "dylib", "pyd", "o", "wasm", "class", "pyc", "llamafile"),
        Format.of(
                new JsonReader(List.of(JsonTemplates::in)),
                joined(
                    List.of(
                        JsonChecks.all(),
                        KerasChecks.all(keras, policy),
                        SkopsChecks.schema(policy),
                        HuggingFaceChecks.all(policy),
                        NotebookChecks.all(),
                        AgentChecks.overJson(),
                        BoostChecks.overJson(),
                        MxnetChecks.overJson(mxnet),
                        secrets.over(JsonView::source))))
            .named(JsonReader.endings())
            .ruledBy(keras.digest(), policy.digest(), mxnet.digest(), secrets.digest())
            .dataOnly(),
        Format.of(new GraphTextReader(), TensorflowChecks.overText(tensorflow))
            .named("pbtxt")
            .refining(text, GraphText::asText)
            .ruledBy(tensorflow.digest(), secrets.digest())
            .dataOnly(),
        Format.of(new JinjaReader(), JinjaChecks.all())
            .named(JinjaReader.endings())
            .refining(text, JinjaView::asText),
        Format.of(new YamlReader(List.of(JsonTemplates::in)), YamlChecks.all(yaml, policy))
            .named(YamlReader.endings())
            .refining(text, YamlView::asText)
            .each(
                joined(
                    List.of(
                        HuggingFaceChecks.all(policy),
                        KerasChecks.all(keras, policy),
                        without(text, AgentChecks.overJson()))),
                view -> List.of(view.json()))
            .ruledBy(yaml.digest(), keras.digest(), policy.digest(), secrets.digest())
            .dataOnly()
            .asLastResort(),
        text,
        Format.of(new WideTextReader(), WideTextChecks.all())
            .named(WideTextReader.endings())
            .dataOnly()
            .asLastResort(),
        Format.of(new WeightsReader(), WeightsChecks.all())
            .named("bin")
            .dataOnly()
            .asLastResort()
            .accounting(WeightsView::unexplained));
  }

  /// The checks whose rules another format does not look after already.
  private static <V> List<Check<V>> without(Format<?> other, List<Check<V>> checks) {
    Set<RuleId> ids =
        other.suite().rules().stream().map(Rule::id).collect(Collectors.toUnmodifiableSet());
    return checks.stream().filter(check -> !ids.contains(check.rule().id())).toList();
  }

  private static <V> List<Check<V>> joined(List<List<Check<V>>> checks) {
    return checks.stream().flatMap(List::stream).toList();
  }
}
