package dev.bulwark.scan.archive;

import dev.bulwark.kernel.check.Budget;
import dev.bulwark.kernel.check.Outcome;
import dev.bulwark.kernel.check.Place;
import dev.bulwark.kernel.format.FormatReader;
import dev.bulwark.kernel.format.Reading;
import dev.bulwark.kernel.format.Source;
import java.util.List;
import java.util.Optional;

/// Recognises archives that are not read by their mark, so that they stay undecided by name instead
/// of being called unknown.
public final class UnreadArchiveReader implements FormatReader<UnreadArchiveReader.View> {

  public record View(Place place, UnreadArchive archive) {}

  @Override
  public String format() {
    return "unread archive";
  }

  @Override
  public Reading<View> read(Source source, Budget budget) {
    Optional<UnreadArchive> archive = UnreadArchive.of(source);
    if (archive.isEmpty()) {
      return new Reading.NotMine<>();
    }
    return new Reading.OverLimit<>(
        Optional.of(new View(source.place(), archive.get())),
        List.of(),
        Outcome.Reason.UNSUPPORTED,
        "it is a %s, which is not read; unpack it and scan what is in it"
            .formatted(archive.get().what()));
  }
}
