package dev.bulwark.scan.keras;

import static dev.bulwark.scan.keras.KerasJson.archive;
import static dev.bulwark.scan.keras.KerasJson.clean;
import static org.assertj.core.api.Assertions.assertThat;

import dev.bulwark.kernel.check.Check;
import dev.bulwark.kernel.format.FormatReader;
import dev.bulwark.kernel.format.Reading;
import dev.bulwark.testkit.CheckContract;
import dev.bulwark.testkit.FormatReaderContract;
import dev.bulwark.testkit.RawZip;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

class KerasReaderTest extends FormatReaderContract<KerasView> {
  @Override
  protected FormatReader<KerasView> reader() {
    return new KerasReader();
  }

  @Override
  protected List<byte[]> valid() {
    return List.of(archive(clean()).build());
  }

  /// A directory that goes on where its record says it ends.
  @Override
  protected List<byte[]> broken() {
    byte[] whole = archive(clean()).build();
    int entry = new String(whole, StandardCharsets.ISO_8859_1).lastIndexOf("PK\1\2");
    whole[entry + 28] = (byte) 0xff;
    whole[entry + 29] = (byte) 0xff;
    return List.of(whole);
  }

  private static KerasView view(byte[] bytes) {
    Reading<KerasView> reading = new KerasReaderTest().read(bytes);
    assertThat(reading).isInstanceOf(Reading.View.class);
    return ((Reading.View<KerasView>) reading).view();
  }

  @Test
  void everyMemberIsHandedOn() {
    Reading<KerasView> reading =
        read(archive(clean()).stored("assets/words.txt", new byte[] {'a'}).build());
    assertThat(((Reading.View<KerasView>) reading).inside()).hasSize(4);
  }

  @Test
  void anotherArchiveIsNotKeras() {
    assertThat(read(new RawZip().stored("config.json", new byte[] {'1'}).build()))
        .isInstanceOf(Reading.NotMine.class);
  }

  @Nested
  class Foreign extends CheckContract<KerasView> {
    @Override
    protected Check<KerasView> check() {
      return KerasArchiveChecks.all().getFirst();
    }

    @Override
    protected List<KerasView> clean() {
      return List.of(
          view(archive(KerasJson.clean()).build()),
          view(archive(KerasJson.clean()).stored("assets/words.txt", new byte[] {'a'}).build()));
    }

    @Override
    protected List<KerasView> dirty() {
      return List.of(view(archive(KerasJson.clean()).stored("run.sh", new byte[] {'a'}).build()));
    }
  }
}
