package dev.bulwark.scan.paddle;

import dev.bulwark.kernel.format.FormatReader;
import dev.bulwark.testkit.FormatReaderContract;
import java.util.Arrays;
import java.util.List;

class ProgramReaderTest extends FormatReaderContract<ProgramView> {
  @Override
  protected FormatReader<ProgramView> reader() {
    return new ProgramReader();
  }

  @Override
  protected List<byte[]> valid() {
    return List.of(RawPaddle.program("feed", "matmul_v2", "fetch"), RawPaddle.program());
  }

  @Override
  protected List<byte[]> broken() {
    byte[] program = RawPaddle.program("feed", "fetch");
    byte[] other = program.clone();
    other[3] = 9;
    return List.of(
        Arrays.copyOf(program, program.length - 1), Arrays.copyOf(program, 40), other, new byte[9]);
  }
}
