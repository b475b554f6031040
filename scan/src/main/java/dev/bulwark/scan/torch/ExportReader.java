package dev.bulwark.scan.torch;

import dev.bulwark.kernel.check.Budget;
import dev.bulwark.kernel.format.FormatReader;
import dev.bulwark.kernel.format.Reading;
import dev.bulwark.kernel.format.Source;
import dev.bulwark.scan.zip.ZipReader;
import dev.bulwark.scan.zip.ZipView;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/// Reads what `torch.export.save` writes: a zip archive with `archive_format`, a graph as JSON, and
/// weights as raw bytes (`torch/export/pt2_archive/constants.py`).
///
/// Raw weights are checked as members of the archive and not handed on, unless they start like an
/// archive or a pickle, as those that are saved by `torch.save` do.
public final class ExportReader implements FormatReader<ZipView> {
  private static final Pattern WEIGHT =
      Pattern.compile(
          "([^/]{1,200}/)?data/(weights/[^/]{0,200}weight_[0-9]{1,9}"
              + "|constants/[^/]{0,200}tensor_[0-9]{1,9})");

  private final ZipReader zip;

  public ExportReader(ZipReader zip) {
    this.zip = zip;
  }

  @Override
  public String format() {
    return "torch-export";
  }

  @Override
  public Reading<ZipView> read(Source source, Budget budget) {
    List<String> names = zip.names(source, budget);
    if (names.stream().noneMatch(name -> ("/" + name).endsWith("/archive_format"))) {
      return new Reading.NotMine<>();
    }
    return switch (zip.read(source, budget, name -> WEIGHT.matcher(name).matches())) {
      case Reading.View<ZipView>(ZipView view, List<Source> inside) -> whole(source, view, inside);
      case Reading.NotMine<ZipView> none -> none;
      case Reading.Malformed<ZipView> broken -> broken;
      case Reading.OverLimit<ZipView> bounded -> bounded;
    };
  }

  private static Reading<ZipView> whole(Source source, ZipView view, List<Source> inside) {
    List<Source> open = new ArrayList<>();
    inside.stream().filter(member -> !isFormatMark(member)).forEach(open::add);
    for (ZipView.Member member : view.members()) {
      if (member.listed() && member.size() > 0 && WEIGHT.matcher(member.name()).matches()) {
        if (!member.stored()) {
          return new Reading.Malformed<>(
              Optional.of(view),
              open,
              member.header(),
              "expected stored weights, found packed ones");
        }
        TorchParse.sliced(source, member).filter(ExportReader::isLoaded).ifPresent(open::add);
      }
    }
    return new Reading.View<>(view, open);
  }

  private static boolean isFormatMark(Source member) {
    String name = member.place().path().getLast();
    return ("/" + name).endsWith("/archive_format")
        && member.size() == 3
        && member.startsWith((byte) 'p', (byte) 't', (byte) '2');
  }

  private static boolean isLoaded(Source weight) {
    return weight.startsWith((byte) 'P', (byte) 'K', (byte) 3, (byte) 4)
        || weight.startsWith((byte) 0x80, (byte) 2)
        || weight.startsWith((byte) 0x80, (byte) 3)
        || weight.startsWith((byte) 0x80, (byte) 4)
        || weight.startsWith((byte) 0x80, (byte) 5);
  }
}
