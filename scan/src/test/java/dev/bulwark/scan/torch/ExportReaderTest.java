package dev.bulwark.scan.torch;

import dev.bulwark.kernel.format.FormatReader;
import dev.bulwark.scan.zip.ZipReader;
import dev.bulwark.scan.zip.ZipView;
import dev.bulwark.testkit.FormatReaderContract;
import dev.bulwark.testkit.RawZip;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;

class ExportReaderTest extends FormatReaderContract<ZipView> {

  @Override
  protected FormatReader<ZipView> reader() {
    return new ExportReader(new ZipReader());
  }

  private static RawZip program() {
    return new RawZip()
        .stored("m/archive_format", ascii("pt2"))
        .stored("m/models/model.json", ascii("{\"graph_module\": {}}"));
  }

  @Override
  protected List<byte[]> valid() {
    return List.of(
        program().stored("m/data/weights/weight_0", new byte[16]).build(), program().build());
  }

  @Override
  protected List<byte[]> broken() {
    byte[] whole = valid().getFirst();
    return List.of(
        Arrays.copyOf(whole, whole.length - 10),
        program().deflated("m/data/weights/weight_0", new byte[16]).build());
  }

  private static byte[] ascii(String text) {
    return text.getBytes(StandardCharsets.US_ASCII);
  }
}
