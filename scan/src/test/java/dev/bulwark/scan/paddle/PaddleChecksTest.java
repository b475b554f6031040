package dev.bulwark.scan.paddle;

import dev.bulwark.kernel.check.Budget;
import dev.bulwark.kernel.check.Check;
import dev.bulwark.kernel.check.Limits;
import dev.bulwark.kernel.check.Place;
import dev.bulwark.kernel.format.Reading;
import dev.bulwark.kernel.format.Source;
import dev.bulwark.scan.graph.ArraysView;
import dev.bulwark.testkit.CheckContract;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Nested;

class PaddleChecksTest {
  private static Budget budget() {
    return Budget.of(Limits.DEFAULT, System::nanoTime);
  }

  private static ProgramView program(byte[] bytes) {
    Source source = Source.of(Place.of("m.pdmodel"), bytes);
    return ((Reading.View<ProgramView>) new ProgramReader().read(source, budget())).view();
  }

  private static ArraysView parameters(int more) {
    byte[] bytes = ParametersReaderTest.two();
    Source source = Source.of(Place.of("m.pdiparams"), Arrays.copyOf(bytes, bytes.length + more));
    return ((Reading.View<ArraysView>) new ParametersReader().read(source, budget())).view();
  }

  @Nested
  class Reaching extends CheckContract<ProgramView> {
    @Override
    protected Check<ProgramView> check() {
      return PaddleChecks.program(PaddleChecks.operators()).getFirst();
    }

    @Override
    protected List<ProgramView> clean() {
      return List.of(program(RawPaddle.program("feed", "conv2d", "relu", "fetch")));
    }

    @Override
    protected List<ProgramView> dirty() {
      return List.of(
          program(RawPaddle.program("py_func")),
          program(RawPaddle.program("relu", "save_combine")),
          program(RawPaddle.program("load")),
          program(RawPaddle.program("send")),
          program(RawPaddle.program("tensorrt_engine")));
    }
  }

  @Nested
  class Odd extends CheckContract<ProgramView> {
    @Override
    protected Check<ProgramView> check() {
      return PaddleChecks.program(PaddleChecks.operators()).get(1);
    }

    @Override
    protected List<ProgramView> clean() {
      return List.of(program(RawPaddle.program("feed", "fetch")));
    }

    @Override
    protected List<ProgramView> dirty() {
      byte[] more =
          new RawPaddle()
              .bytes(RawPaddle.program("feed"))
              .text(99, "a payload of some length, which no reader looks at")
              .done();
      return List.of(program(more));
    }
  }

  @Nested
  class Foreign extends CheckContract<ProgramView> {
    @Override
    protected Check<ProgramView> check() {
      return PaddleChecks.program(PaddleChecks.operators()).getLast();
    }

    @Override
    protected List<ProgramView> clean() {
      return List.of(
          program(RawPaddle.program("feed", "conv2d", "relu", "fetch")),
          program(RawPaddle.program("flash_attn", "matmul_v2_grad_grad")));
    }

    @Override
    protected List<ProgramView> dirty() {
      return List.of(
          program(RawPaddle.program("my_operator")), program(RawPaddle.program("relu", "Conv2D")));
    }
  }

  @Nested
  class Behind extends CheckContract<ArraysView> {
    @Override
    protected Check<ArraysView> check() {
      return PaddleChecks.parameters().getFirst();
    }

    @Override
    protected List<ArraysView> clean() {
      return List.of(parameters(0));
    }

    @Override
    protected List<ArraysView> dirty() {
      return List.of(parameters(1), parameters(50));
    }
  }
}
