package dev.bulwark.scan.zip;

import dev.bulwark.kernel.check.Budget;
import dev.bulwark.kernel.format.FormatReader;
import dev.bulwark.kernel.format.Reading;
import dev.bulwark.kernel.format.Source;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;

/// Reads zip archives: zip64, stored and deflated members, data descriptors.
///
/// Claims a file that starts with a local header, and one whose end holds an end record that leads
/// to a directory, whatever stands in front. Stored members are handed on without copying, packed
/// ones (deflate, deflate64, bzip2, LZMA, xz, Zstandard) unpacked. An encrypted member, or one
/// packed by another method, is named in the view and not handed on.
public final class ZipReader implements FormatReader<ZipView> {
  /// What every archive has that a reader here knows: a local header at its start, or the mark of
  /// an end record where loaders look for one.
  public static final Predicate<Source> SIGN =
      source ->
          Fields.signature(source.bytes(), 0, LocalHeader.SIGNATURE)
              || EndRecord.isMarked(source.bytes());

  private final Carrier carrier;

  /// Another container that a source may be.
  @FunctionalInterface
  public interface Carrier {
    /// Whether the byte at `offset` lies in a member that the other container hands on.
    boolean carries(Source source, long offset, Budget budget);
  }

  public ZipReader() {
    this((_, _, _) -> false);
  }

  /// @param carrier an archive at the end of one of its members is left to that member's reading
  public ZipReader(Carrier carrier) {
    this.carrier = carrier;
  }

  @Override
  public String format() {
    return "zip";
  }

  @Override
  public Reading<ZipView> read(Source source, Budget budget) {
    return read(source, budget, _ -> false);
  }

  /// Reads an archive some of whose members are plain data: they are checked as members, and not
  /// handed on to be read.
  ///
  /// @param data whether the member of that name is plain data
  public Reading<ZipView> read(Source source, Budget budget, Predicate<String> data) {
    Oddities oddities = new Oddities();
    Optional<EndRecord> end = EndRecord.find(source.bytes(), oddities);
    if (end.isPresent() && isCarried(source, end.get(), budget)) {
      return new Reading.NotMine<>();
    }
    return end.isPresent() || Fields.signature(source.bytes(), 0, LocalHeader.SIGNATURE)
        ? new ZipParse(source, budget, data, oddities).run(end)
        : new Reading.NotMine<>();
  }

  private boolean isCarried(Source source, EndRecord end, Budget budget) {
    return !Fields.signature(source.bytes(), 0, LocalHeader.SIGNATURE)
        && carrier.carries(source, end.directoryAt(), budget);
  }

  /// The names in the directory, in its order, without opening anything; empty when the bytes are
  /// no zip archive or the budget does not suffice.
  public List<String> names(Source source, Budget budget) {
    try {
      return EndRecord.find(source.bytes(), new Oddities())
          .filter(end -> !isCarried(source, end, budget))
          .map(end -> names(source, end, budget))
          .orElse(List.of());
    } catch (Budget.OverLimit e) {
      return List.of();
    }
  }

  private static List<String> names(Source source, EndRecord end, Budget budget) {
    List<String> names = new ArrayList<>();
    long at = end.directoryAt();
    Optional<Entry> next = Entry.read(source.bytes(), at, end.recordsAt());
    while (next.isPresent() && names.size() < ZipParse.MAX_MEMBERS) {
      budget.tick();
      names.add(next.get().name());
      at += next.get().length();
      next = Entry.read(source.bytes(), at, end.recordsAt());
    }
    return names;
  }
}
