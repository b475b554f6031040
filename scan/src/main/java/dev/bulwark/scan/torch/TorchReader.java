package dev.bulwark.scan.torch;

import dev.bulwark.kernel.check.Budget;
import dev.bulwark.kernel.format.FormatReader;
import dev.bulwark.kernel.format.Reading;
import dev.bulwark.kernel.format.Source;
import dev.bulwark.scan.pickle.PickleReader;
import dev.bulwark.scan.zip.ZipReader;
import dev.bulwark.scan.zip.ZipView;
import java.util.List;
import java.util.Optional;

/// Reads PyTorch zip files: archives whose first folder holds a `data.pkl`.
///
/// Storages are checked as members of the archive and not handed on; the pickles, and whatever is
/// neither storage nor a known marker, are.
public final class TorchReader implements FormatReader<TorchView> {
  private final ZipReader zip;
  private final PickleReader pickle;
  private final PickleReader scriptPickle;

  /// @param pickle reads `data.pkl` for the storages it asks for
  /// @param scriptPickle reads the pickles of TorchScript archives
  public TorchReader(ZipReader zip, PickleReader pickle, PickleReader scriptPickle) {
    this.zip = zip;
    this.pickle = pickle;
    this.scriptPickle = scriptPickle;
  }

  @Override
  public String format() {
    return "pytorch";
  }

  @Override
  public Reading<TorchView> read(Source source, Budget budget) {
    Optional<String> root = root(source, budget);
    if (root.isEmpty()) {
      return new Reading.NotMine<>();
    }
    String data = root.get() + TorchParse.DATA;
    String constants = root.get() + TorchParse.CONSTANTS;
    Reading<ZipView> archive =
        zip.read(source, budget, name -> name.startsWith(data) || name.startsWith(constants));
    try {
      return read(source, root.get(), archive, budget);
    } catch (Budget.OverLimit e) {
      return new Reading.OverLimit<>(Optional.empty(), List.of(), e.reason(), e.problem());
    }
  }

  private Reading<TorchView> read(
      Source source, String root, Reading<ZipView> archive, Budget budget) {
    return switch (archive) {
      case Reading.NotMine<ZipView> _ -> new Reading.NotMine<>();
      case Reading.View<ZipView>(ZipView view, List<Source> inside) -> {
        TorchParse parse = parse(source, root, view, inside, budget);
        yield new Reading.View<>(parse.view(), parse.inside());
      }
      case Reading.Malformed<ZipView>(
              Optional<ZipView> view,
              List<Source> inside,
              long offset,
              String problem) -> {
        Optional<TorchParse> parse = view.map(v -> parse(source, root, v, inside, budget));
        yield new Reading.Malformed<>(
            parse.map(TorchParse::view),
            parse.map(TorchParse::inside).orElse(inside),
            offset,
            problem);
      }
      case Reading.OverLimit<ZipView>(
              Optional<ZipView> view,
              List<Source> inside,
              var reason,
              String problem) ->
          new Reading.OverLimit<>(
              view.map(v -> TorchParse.unread(root, v)), inside, reason, problem);
    };
  }

  private TorchParse parse(
      Source source, String root, ZipView view, List<Source> inside, Budget budget) {
    boolean scripted = TorchParse.isScripted(root, view);
    return new TorchParse(source, root, view, scripted ? scriptPickle : pickle, scripted, budget)
        .run(inside);
  }

  /// PyTorch takes the first member's folder for the root, and finds members by name whatever their
  /// case.
  private Optional<String> root(Source source, Budget budget) {
    List<String> names = zip.names(source, budget);
    if (names.isEmpty() || names.getFirst().indexOf('/') < 1) {
      return Optional.empty();
    }
    String first = names.getFirst();
    String root = first.substring(0, first.indexOf('/'));
    return names.stream().anyMatch((root + "/data.pkl")::equalsIgnoreCase)
        ? Optional.of(root)
        : Optional.empty();
  }
}
