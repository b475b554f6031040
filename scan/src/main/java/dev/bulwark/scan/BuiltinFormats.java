package dev.bulwark.scan;

import dev.bulwark.scan.archive.ArReader;
import dev.bulwark.scan.archive.ArchiveChecks;
import dev.bulwark.scan.archive.ArchiveView;
import dev.bulwark.scan.archive.CpioReader;
import dev.bulwark.scan.archive.MarkedChecks;
import dev.bulwark.scan.archive.MarkedReader;
import dev.bulwark.scan.archive.SevenZipReader;
import dev.bulwark.scan.compressed.BuiltinCodecs;
import dev.bulwark.scan.compressed.CompressedChecks;
import dev.bulwark.scan.compressed.CompressedView;
import dev.bulwark.scan.json.JsonChecks;
import dev.bulwark.scan.json.JsonReader;
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
import dev.bulwark.scan.tar.TarChecks;
import dev.bulwark.scan.tar.TarReader;
import dev.bulwark.scan.tar.TarView;
import dev.bulwark.scan.text.TextChecks;
import dev.bulwark.scan.text.TextReader;
import dev.bulwark.scan.torch.ExportChecks;
import dev.bulwark.scan.torch.ExportReader;
import dev.bulwark.scan.torch.TorchChecks;
import dev.bulwark.scan.torch.TorchReader;
import dev.bulwark.scan.torch.TorchView;
import dev.bulwark.scan.zip.ZipChecks;
import dev.bulwark.scan.zip.ZipReader;
import dev.bulwark.scan.zip.ZipView;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;

/// The formats this version reads. A special case stands before the format it refines.
final class BuiltinFormats {
  private BuiltinFormats() {}

  static List<Format<?>> all() {
    PicklePolicy policy = PicklePolicy.builtin();
    PickleReader pickle = new PickleReader(policy);
    PicklePolicy scriptPolicy = policy.forTorchScript();
    ZipReader zipReader = new ZipReader(TarReader::carries);
    Format<ZipView> zip =
        Format.of(zipReader, ZipChecks.all())
            .named("zip", "npz", "mar", "whl", "egg", "jar", "pt2")
            .accounting(ZipView::unexplained);
    List<Format<?>> formats = new ArrayList<>(compressed());
    formats.addAll(archives());
    formats.addAll(
        List.of(
            Format.of(
                    new TorchReader(zipReader, pickle, new PickleReader(scriptPolicy)),
                    TorchChecks.all())
                .named("pt", "pth", "ckpt", "bin")
                .accounting(view -> view.archive().unexplained())
                .refining(zip, TorchView::archive)
                .each(BuiltinPickleChecks.all(scriptPolicy), TorchView::pickles),
            Format.of(new ExportReader(zipReader), ExportChecks.all())
                .named("pt2")
                .accounting(ZipView::unexplained)
                .refining(zip, Function.identity()),
            Format.of(new TarReader(), TarChecks.all())
                .named("tar", "nemo")
                .accounting(TarView::unexplained),
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
            Format.of(new NpyReader(), NpyChecks.all())
                .named("npy")
                .accounting(NpyView::unexplained),
            Format.of(new JsonReader(List.of()), JsonChecks.all())
                .named(JsonReader.endings())
                .dataOnly(),
            Format.of(new TextReader(), TextChecks.all())
                .named("txt", "md", "csv", "tsv", "yaml", "yml", "toml")
                .dataOnly()
                .asLastResort()));
    return List.copyOf(formats);
  }

  private static List<Format<?>> archives() {
    return List.of(
        Format.of(new SevenZipReader(), ArchiveChecks.all())
            .named("7z")
            .accounting(ArchiveView::unexplained),
        Format.of(new ArReader(), ArchiveChecks.all())
            .named("a", "deb")
            .accounting(ArchiveView::unexplained),
        Format.of(new CpioReader(), ArchiveChecks.all())
            .named("cpio")
            .accounting(ArchiveView::unexplained),
        Format.of(new MarkedReader(), MarkedChecks.all())
            .named("so", "dll", "dylib", "pyd", "exe"));
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
}
