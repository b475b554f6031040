package dev.bulwark.scan.archive;

import dev.bulwark.kernel.check.Budget;
import dev.bulwark.kernel.check.Outcome;
import dev.bulwark.kernel.format.FormatReader;
import dev.bulwark.kernel.format.Reading;
import dev.bulwark.kernel.format.Source;
import dev.bulwark.scan.unpack.Decoding;
import dev.bulwark.scan.unpack.Output;
import dev.bulwark.scan.unpack.Ratio;
import dev.bulwark.scan.unpack.Spool;
import java.io.IOException;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.zip.CRC32;
import org.apache.commons.compress.MemoryLimitException;
import org.apache.commons.compress.PasswordRequiredException;
import org.apache.commons.compress.archivers.sevenz.SevenZArchiveEntry;
import org.apache.commons.compress.archivers.sevenz.SevenZFile;

/// Reads 7z archives through commons-compress, within a bound of memory. An archive with an
/// encrypted header, or with methods the library does not know, is undecided.
public final class SevenZipReader implements FormatReader<ArchiveView> {
  private static final byte[] MARK = {'7', 'z', (byte) 0xbc, (byte) 0xaf, 0x27, 0x1c};
  private static final int START = 32;
  private static final long MOST_HEADER = 16L << 20;
  private static final int CHUNK = 1 << 16;
  private static final ValueLayout.OfLong U64 =
      ValueLayout.JAVA_LONG_UNALIGNED.withOrder(ByteOrder.LITTLE_ENDIAN);

  @Override
  public String format() {
    return "7z";
  }

  @Override
  public Reading<ArchiveView> read(Source source, Budget budget) {
    if (!source.startsWith(MARK)) {
      return new Reading.NotMine<>();
    }
    return new Run(source, budget).read();
  }

  private record Kept(String name, long from, long size) {}

  private final class Run {
    private final Source source;
    private final Budget budget;
    private final ArchiveView.Builder view;
    private final Spool spool;
    private final Ratio ratio;
    private final List<Kept> kept = new ArrayList<>();
    private final byte[] chunk = new byte[CHUNK];
    private final List<Source> trailing = new ArrayList<>();

    Run(Source source, Budget budget) {
      this.source = source;
      this.budget = budget;
      this.view = new ArchiveView.Builder(source.place(), format());
      this.spool = new Spool(budget);
      this.ratio = new Ratio(source.size());
    }

    Reading<ArchiveView> read() {
      try {
        budget.entry();
        Optional<Reading<ArchiveView>> refused = header();
        return refused.isPresent() ? refused.get() : members();
      } catch (Budget.OverLimit e) {
        return overLimit(e.reason(), e.problem());
      }
    }

    private Reading<ArchiveView> malformed(String problem) {
      return new Reading.Malformed<>(Optional.of(view.build()), inside(), 0, problem);
    }

    private Reading<ArchiveView> overLimit(Outcome.Reason reason, String problem) {
      return new Reading.OverLimit<>(Optional.of(view.build()), inside(), reason, problem);
    }

    /// Looks at what the library would allocate for, before it does.
    private Optional<Reading<ArchiveView>> header() {
      if (source.size() < START) {
        return Optional.of(malformed("expected a start header, found the end of the file"));
      }
      long offset = source.bytes().get(U64, 12);
      long size = source.bytes().get(U64, 20);
      long room = source.size() - START;
      if (offset < 0 || size < 0 || offset > room || size > room - offset) {
        return Optional.of(malformed("the header lies behind the end of the file"));
      }
      if (size > 0) {
        OptionalLong unpacked =
            PackedHeader.unpackedSize(source, START + offset, START + offset + size);
        if (unpacked.isEmpty()) {
          return Optional.of(malformed("the packed header does not follow its grammar"));
        }
        if (size > MOST_HEADER || unpacked.getAsLong() > MOST_HEADER) {
          return Optional.of(
              overLimit(
                  Outcome.Reason.OVER_LIMIT,
                  "its header is larger than " + MOST_HEADER + " bytes"));
        }
      }
      long end = START + offset + size;
      if (end < source.size()) {
        view.trailing(end, source.size() - end);
        trailing.add(source.inside("trailing", end, source.size() - end));
      }
      return Optional.empty();
    }

    private Reading<ArchiveView> members() {
      try (SevenZFile archive =
          SevenZFile.builder()
              .setSeekableByteChannel(new SegmentChannel(source.bytes(), budget, ratio))
              .setMaxMemoryLimitKiB(Decoding.MEMORY_KIB)
              .get()) {
        SevenZArchiveEntry entry = archive.getNextEntry();
        while (entry != null) {
          budget.entry();
          member(archive, entry);
          entry = archive.getNextEntry();
        }
        return new Reading.View<>(view.build(), inside());
      } catch (PasswordRequiredException e) {
        return overLimit(Outcome.Reason.UNSUPPORTED, "it is encrypted");
      } catch (MemoryLimitException | org.tukaani.xz.MemoryLimitException e) {
        return overLimit(
            Outcome.Reason.OVER_LIMIT,
            "it needs more than %d MiB of memory".formatted(Decoding.MEMORY_KIB >> 10));
      } catch (Budget.OverLimit e) {
        throw e;
      } catch (IOException | RuntimeException e) {
        return isUnsupported(e)
            ? overLimit(Outcome.Reason.UNSUPPORTED, "it is packed by a method that is not read")
            : malformed(
                "its records break the format (%s)".formatted(e.getClass().getSimpleName()));
      }
    }

    /// The library has no type for it, but says so in its words: "Unsupported compression method",
    /// "Multi input/output stream coders are not yet supported".
    private static boolean isUnsupported(Exception e) {
      String message = String.valueOf(e.getMessage());
      return message.contains("upported");
    }

    private void member(SevenZFile archive, SevenZArchiveEntry entry) throws IOException {
      String name = String.valueOf(entry.getName());
      view.member(name, 0);
      if (!entry.hasStream() || entry.getSize() == 0) {
        return;
      }
      long from = spool.position();
      Output output = new Output(budget, ratio, Optional.of(spool), new CRC32());
      try {
        int count = archive.read(chunk);
        while (count >= 0) {
          output.write(chunk, 0, count);
          count = archive.read(chunk);
        }
      } finally {
        if (output.size() > 0) {
          kept.add(new Kept(name, from, output.size()));
        }
      }
    }

    private List<Source> inside() {
      MemorySegment unpacked = spool.seal();
      List<Source> inside = new ArrayList<>();
      for (Kept one : kept) {
        inside.add(
            new Source(
                source.place().inside(one.name()), unpacked.asSlice(one.from(), one.size())));
      }
      inside.addAll(trailing);
      return inside;
    }
  }
}
