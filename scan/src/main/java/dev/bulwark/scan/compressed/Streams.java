package dev.bulwark.scan.compressed;

import dev.bulwark.kernel.check.Budget;
import dev.bulwark.kernel.check.Outcome;
import dev.bulwark.kernel.check.Place;
import dev.bulwark.kernel.format.Reading;
import dev.bulwark.kernel.format.Source;
import dev.bulwark.scan.compressed.Codec.Beside;
import dev.bulwark.scan.compressed.Codec.Piece;
import dev.bulwark.scan.compressed.CompressedView.Kind;
import dev.bulwark.scan.compressed.CompressedView.Oddity;
import dev.bulwark.scan.unpack.Decoded;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/// One reading of one file.
final class Streams {
  /// Bytes beside the content that are too few to be anything are told and not handed on.
  private static final int TOO_FEW = 16;

  private static final Set<String> ENDINGS =
      Set.of("gz", "gzip", "z", "zlib", "zz", "bz2", "xz", "lzma", "lz4", "zst", "zstd");
  private static final Set<String> TAR_ENDINGS = Set.of("tgz", "tbz2", "tbz", "txz", "tlz", "tzst");

  private final Codec codec;
  private final Source source;
  private final Budget budget;
  private final Unpacker unpacker;
  private final List<Oddity> oddities = new ArrayList<>();
  private final List<Source> beside = new ArrayList<>();
  private int streams;
  private long unexplained;

  Streams(Codec codec, Source source, Budget budget) {
    this.codec = codec;
    this.source = source;
    this.budget = budget;
    this.unpacker = new Unpacker(source.size(), budget);
  }

  Reading<CompressedView> read() {
    try {
      return streams();
    } catch (Budget.OverLimit e) {
      return overLimit(e.reason(), e.problem());
    }
  }

  private Reading<CompressedView> overLimit(Outcome.Reason reason, String problem) {
    return new Reading.OverLimit<>(Optional.of(view()), inside(), reason, problem);
  }

  private Reading<CompressedView> streams() {
    long at = 0;
    while (at < source.size() && codec.startsWith(source.bytes().asSlice(at))) {
      budget.entry();
      long before = unpacker.size();
      Piece piece = codec.unpack(source.bytes().asSlice(at), unpacker);
      Decoded decoded = piece.decoded();
      if (!codec.isSure(decoded, unpacker.size() - before)) {
        if (streams == 0) {
          return new Reading.NotMine<>();
        }
        break;
      }
      note(piece, at);
      switch (decoded.ending()) {
        case WHOLE -> at = padding(at + Math.max(1, decoded.consumed()));
        case CUT, BROKEN -> {
          return new Reading.Malformed<>(
              Optional.of(view()),
              inside(),
              at + decoded.consumed(),
              "expected a whole %s stream: %s".formatted(codec.format(), decoded.problem()));
        }
        case UNREADABLE -> {
          return overLimit(Outcome.Reason.UNSUPPORTED, decoded.problem());
        }
      }
    }
    trailing(at);
    return new Reading.View<>(view(), inside());
  }

  private void note(Piece piece, long at) {
    streams++;
    if (streams == 2) {
      add(Kind.BESIDE, at, "a second stream starts here, which some readers never open");
    }
    if (leadsOut(piece.name())) {
      add(
          Kind.ESCAPE,
          at,
          "the stream names its content \"" + Place.printable(piece.name()) + "\"");
    }
    for (Beside extra : piece.beside()) {
      add(
          Kind.BESIDE,
          at + extra.offset(),
          "%d bytes of %s are passed over when the file is unpacked"
              .formatted(extra.size(), extra.what()));
      if (extra.size() > TOO_FEW) {
        beside.add(source.inside(extra.what(), at + extra.offset(), extra.size()));
      }
    }
  }

  private void add(Kind kind, long at, String what) {
    if (oddities.size() < CompressedView.MOST_ODDITIES) {
      oddities.add(new Oddity(kind, at, what));
    }
  }

  private static boolean leadsOut(String name) {
    return name.contains("/") || name.contains("\\") || name.equals("..");
  }

  /// Zero bytes behind a stream belong to the medium, not to the file.
  private long padding(long from) {
    long at = from;
    while (at < source.size() && source.at(at) == 0) {
      at++;
      budget.tick();
    }
    return at;
  }

  private void trailing(long at) {
    if (at < source.size()) {
      unexplained = source.size() - at;
      add(
          Kind.TRAILING,
          at,
          "%d bytes stand behind the end of the stream".formatted(source.size() - at));
      beside.add(source.inside("trailing", at, source.size() - at));
    }
  }

  private CompressedView view() {
    return new CompressedView(
        source.place(), codec.format(), streams, unpacker.size(), oddities, unexplained);
  }

  private List<Source> inside() {
    List<Source> inside = new ArrayList<>();
    if (unpacker.size() > 0) {
      inside.add(new Source(source.place().inside(contentName()), unpacker.content()));
    }
    inside.addAll(beside);
    return inside;
  }

  /// The file's own name without the ending that says it is compressed.
  private String contentName() {
    String path = source.place().path().getLast();
    String name = path.substring(path.lastIndexOf('/') + 1);
    int dot = name.lastIndexOf('.');
    String ending = name.substring(dot + 1).toLowerCase(Locale.ROOT);
    if (dot > 0 && ENDINGS.contains(ending)) {
      return name.substring(0, dot);
    }
    return dot > 0 && TAR_ENDINGS.contains(ending) ? name.substring(0, dot) + ".tar" : "data";
  }
}
