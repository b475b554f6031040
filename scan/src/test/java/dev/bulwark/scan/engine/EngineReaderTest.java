package dev.bulwark.scan.engine;

import dev.bulwark.kernel.format.FormatReader;
import dev.bulwark.testkit.FormatReaderContract;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;

class EngineReaderTest extends FormatReaderContract<EngineView> {

  @Override
  protected FormatReader<EngineView> reader() {
    return new EngineReader();
  }

  @Override
  protected List<byte[]> valid() {
    return List.of(
        file("ftrt", 64), file("ptrt", 64), file("RKNN\0\0\0\0", 64), file("B\0C\0N\0\0\0", 64));
  }

  @Override
  protected List<byte[]> broken() {
    return List.of(file("ftrt", 8), file("RKNN----", 64));
  }

  private static byte[] file(String mark, int size) {
    return Arrays.copyOf(mark.getBytes(StandardCharsets.ISO_8859_1), size);
  }
}
