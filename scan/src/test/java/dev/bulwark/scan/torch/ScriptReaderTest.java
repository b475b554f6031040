package dev.bulwark.scan.torch;

import static org.assertj.core.api.Assertions.assertThat;

import dev.bulwark.kernel.check.Budget;
import dev.bulwark.kernel.check.Limits;
import dev.bulwark.kernel.check.Place;
import dev.bulwark.kernel.format.Source;
import dev.bulwark.scan.torch.Script.Suspect;
import dev.bulwark.scan.torch.Script.What;
import dev.bulwark.testkit.ForAll;
import dev.bulwark.testkit.Mangle;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ScriptReaderTest {
  private static List<Suspect> read(String code) {
    return read(code.getBytes(StandardCharsets.UTF_8));
  }

  private static List<Suspect> read(byte[] code) {
    return ScriptReader.read(
            Source.of(Place.of("f.py"), code), Budget.of(Limits.DEFAULT, System::nanoTime))
        .suspects();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "_0 = torch.add(torch.relu(x), y, alpha=1)",
        "ops.prim.RaiseException(_0, \"builtins.RuntimeError\")",
        "Y = ops.quantized.linear_dynamic(x, _packed, True)",
        "def f(self: __torch__.torch.nn.modules.conv.Conv2d) -> Tensor:",
        "p : __torch__.torch.classes.quantized.LinearPackedParamsBase",
        "x = \"torch.save(x)\"",
        "# torch.save(x)",
        "x = 'a\\'torch.save(b)'",
        "import __torch__.torch.nn",
        "from __torch__.torch.nn import Net",
        "f = fork(__forked_function)\n_0 = torch.wait(f)",
        "ops.torchvision.nms(a, b, 0.5)",
        "saved = self.save_dir",
        "y = 1.5\ntorchlike = y",
        "compile = self.compile",
      })
  void codeThatOnlyComputesIsNotSuspect(String code) {
    assertThat(read(code)).isEmpty();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "torch.save(x, \"f\") | FILE | torch.save",
        "torch . \\n save(x) | FILE | torch.save",
        "f = torch.from_file | FILE | torch.from_file",
        "ops.aten.save(x) | FILE | ops.aten.save",
        "ops.image.write_file(a, b) | FILE | ops.image.write_file",
        "x.save(\"f\") | FILE_METHOD | x.save",
        "(torch.add(x, y)).from_file(\"f\") | FILE_METHOD | from_file",
        "(x) . # hidden\\n save(\"f\") | FILE_METHOD | save",
        "ops.evil.run(x) | FOREIGN_OPERATOR | ops.evil.run",
        "ops.prim.rpc_async(a) | REMOTE | ops.prim.rpc_async",
        "rpc_sync(a) | REMOTE | rpc_sync",
        "ops.c10d.send(a) | REMOTE | ops.c10d.send",
        "p : __torch__.torch.classes.mine.Thing | FOREIGN_CLASS | __torch__.torch.classes.mine.Thing",
        "torch.classes.mine.Thing() | FOREIGN_CLASS | torch.classes.mine.Thing",
        "t = torch | NAMESPACE | torch",
        "getattr(ops, \"x\") | NAMESPACE | ops",
        "import os | PYTHON | import os",
        "from os import system | PYTHON | import os",
        "eval(\"1\") | PYTHON | eval",
      })
  void codeThatDoesMoreIsSuspect(String code, What what, String name) {
    List<Suspect> suspects = read(code.replace("\\n", "\n"));
    assertThat(suspects).hasSize(1);
    assertThat(suspects.getFirst().what()).isEqualTo(what);
    assertThat(suspects.getFirst().name()).isEqualTo(name);
  }

  @Test
  void itTellsLineAndColumn() {
    Suspect suspect = read("x = 1\n  y = torch.save(x)\n").getFirst();
    assertThat(suspect.line()).isEqualTo(2);
    assertThat(suspect.column()).isEqualTo(7);
  }

  @Test
  void manySuspectsAndLongNamesAreBounded() {
    assertThat(read("torch.save(x)\n".repeat(10_000))).hasSize(Script.MOST);
    assertThat(read("torch" + ".a".repeat(100_000) + ".save(x)")).hasSize(1);
    assertThat(read("a".repeat(1_000_000))).isEmpty();
  }

  @Test
  void mangledCodeIsReadWithoutAnException() {
    byte[] code =
        "def f(x):\n  y = \"te\\\"xt\" # c\n  return torch.save(x, 'f').a.b(1.5e3)\n"
            .getBytes(StandardCharsets.UTF_8);
    ForAll.cases(2_000, random -> read(Mangle.once(Mangle.once(code, random), random)));
  }
}
