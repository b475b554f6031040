package dev.bulwark.scan.weights;

import static org.assertj.core.api.Assertions.assertThat;

import dev.bulwark.kernel.check.Budget;
import dev.bulwark.kernel.check.Check;
import dev.bulwark.kernel.check.Limits;
import dev.bulwark.kernel.check.Outcome;
import dev.bulwark.kernel.check.Place;
import dev.bulwark.kernel.format.FormatReader;
import dev.bulwark.kernel.format.Reading;
import dev.bulwark.kernel.format.Source;
import dev.bulwark.testkit.CheckContract;
import dev.bulwark.testkit.FormatReaderContract;
import java.util.List;
import java.util.TreeMap;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

class WeightsReaderTest extends FormatReaderContract<WeightsView> {
  private static final Place FILE = Place.of("file");

  /// A reader of 16 bytes that a neighbour describes.
  @Override
  protected FormatReader<WeightsView> reader() {
    return described(List.of(Range.of(0, 8), Range.of(8, 8)), 1);
  }

  private static FormatReader<WeightsView> described(List<Range> ranges, int names) {
    TreeMap<String, List<Range>> beside = new TreeMap<>();
    if (!ranges.isEmpty()) {
      beside.put("m.xml", ranges);
    }
    Neighbourhood neighbourhood = new Neighbourhood(FILE, beside, names);
    return new FormatReader<>() {
      @Override
      public String format() {
        return "weights";
      }

      @Override
      public Reading<WeightsView> read(Source source, Budget budget) {
        return ScopedValue.where(WeightsReader.BESIDE, () -> neighbourhood)
            .call(() -> new WeightsReader().read(source, budget));
      }
    };
  }

  private static byte[] numbers(int count) {
    byte[] bytes = new byte[count];
    for (int i = 0; i < count; i++) {
      bytes[i] = (byte) (0x91 + i);
    }
    return bytes;
  }

  @Override
  protected List<byte[]> valid() {
    return List.of(numbers(16));
  }

  @Override
  protected List<byte[]> broken() {
    return List.of(new byte[0]);
  }

  private static WeightsView view(byte[] bytes, Range... ranges) {
    return view(bytes, 1, ranges);
  }

  private static WeightsView view(byte[] bytes, int names, Range... ranges) {
    Reading<WeightsView> reading =
        described(List.of(ranges), names)
            .read(Source.of(FILE, bytes), Budget.of(Limits.DEFAULT, System::nanoTime));
    return ((Reading.View<WeightsView>) reading).view();
  }

  @Test
  void withoutADescriptionNothingIsClaimed() {
    Source source = Source.of(FILE, numbers(16));
    Budget budget = Budget.of(Limits.DEFAULT, System::nanoTime);
    assertThat(new WeightsReader().read(source, budget)).isInstanceOf(Reading.NotMine.class);
    assertThat(described(List.of(), 1).read(source, budget)).isInstanceOf(Reading.NotMine.class);
    assertThat(reader().read(Source.of(FILE.inside("x"), numbers(16)), budget))
        .isInstanceOf(Reading.NotMine.class);
  }

  @Test
  void bytesOfNoTensorAreToldAndHandedOn() {
    Reading.View<WeightsView> read = (Reading.View<WeightsView>) read(numbers(20));
    assertThat(read.view().gaps()).containsExactly(Range.of(16, 4));
    assertThat(read.view().unexplained()).isEqualTo(4);
    assertThat(read.inside()).singleElement().extracting(Source::size).isEqualTo(4L);
    assertThat(view(numbers(20), Range.of(2, 2), Range.of(6, 14)).gaps())
        .containsExactly(Range.of(0, 2), Range.of(4, 2));
  }

  @Test
  void zerosBetweenTensorsAreAlignment() {
    byte[] aligned = numbers(16);
    aligned[4] = aligned[5] = 0;
    assertThat(view(aligned, Range.of(0, 4), Range.of(6, 10)).gaps()).isEmpty();
  }

  @Test
  void aRangeWithoutASizeGoesToTheEnd() {
    WeightsView view = view(numbers(16), Range.of(4, Range.TO_THE_END), Range.of(0, 4));
    assertThat(view.gaps()).isEmpty();
    assertThat(view.outside()).isEmpty();
    assertThat(view(numbers(16), Range.of(17, Range.TO_THE_END)).outside()).hasSize(1);
  }

  @Test
  void numbersThatOverflowAreOutside() {
    assertThat(view(numbers(16), Range.of(Long.MAX_VALUE, Long.MAX_VALUE)).outside()).hasSize(1);
    assertThat(view(numbers(16), Range.of(-8, 8)).outside()).hasSize(1);
    assertThat(view(numbers(16), Range.of(1, Long.MAX_VALUE)).outside()).hasSize(1);
    assertThat(view(numbers(16), Range.of(0, -2)).outside()).hasSize(1);
  }

  abstract static class Ranges extends CheckContract<WeightsView> {
    abstract int index();

    @Override
    protected Check<? super WeightsView> check() {
      return WeightsChecks.all().get(index());
    }

    @Override
    protected List<WeightsView> clean() {
      return List.of(
          view(numbers(16), Range.of(0, 16)),
          view(numbers(16), Range.of(0, 8), Range.of(0, 8), Range.of(8, 8), Range.of(8, 0)));
    }
  }

  @Nested
  class Outside extends Ranges {
    @Override
    int index() {
      return 0;
    }

    @Override
    protected List<WeightsView> dirty() {
      return List.of(view(numbers(16), Range.of(0, 17)));
    }
  }

  @Nested
  class Gaps extends Ranges {
    @Override
    int index() {
      return 1;
    }

    @Override
    protected List<WeightsView> dirty() {
      return List.of(view(numbers(16), Range.of(0, 15)));
    }
  }

  @Nested
  class Overlaps extends Ranges {
    @Override
    int index() {
      return 2;
    }

    @Override
    protected List<WeightsView> dirty() {
      return List.of(
          view(numbers(16), Range.of(0, 16), Range.of(4, 4)),
          view(numbers(16), Range.of(0, 8), Range.of(0, 16)));
    }
  }

  @Nested
  class Sums extends Ranges {
    @Override
    int index() {
      return 3;
    }

    @Override
    protected List<WeightsView> dirty() {
      return List.of(view(numbers(16), new Range(0, 16, 1)));
    }
  }

  @Test
  void anotherNameOfTheFileIsANote() {
    Outcome outcome =
        WeightsChecks.all()
            .get(4)
            .examine(
                view(numbers(16), 2, Range.of(0, 16)), Budget.of(Limits.DEFAULT, System::nanoTime));
    assertThat(outcome).isInstanceOf(Outcome.Passed.class);
    assertThat(outcome.findings()).hasSize(1);
  }
}
