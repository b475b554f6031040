package dev.bulwark.scan.compressed;

import dev.bulwark.kernel.check.Budget;
import dev.bulwark.kernel.format.FormatReader;
import dev.bulwark.kernel.format.Reading;
import dev.bulwark.kernel.format.Source;

/// Reads the files of one codec: one stream or several, and whatever stands behind them.
public final class CompressedReader implements FormatReader<CompressedView> {
  private final Codec codec;

  CompressedReader(Codec codec) {
    this.codec = codec;
  }

  @Override
  public String format() {
    return codec.format();
  }

  @Override
  public Reading<CompressedView> read(Source source, Budget budget) {
    return source.size() > 0 && codec.startsWith(source.bytes())
        ? new Streams(codec, source, budget).read()
        : new Reading.NotMine<>();
  }
}
