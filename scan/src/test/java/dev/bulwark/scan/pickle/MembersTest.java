package dev.bulwark.scan.pickle;

import static org.assertj.core.api.Assertions.assertThat;

import dev.bulwark.kernel.check.Severity;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// Members of allowed things are allowed one by one: constants of enumerations, and what a list
/// names.
class MembersTest {

  private static Severity named(String module, String path) {
    return PickleCases.worst(Asm.proto(4).stackGlobal(module, path).stop());
  }

  private static Severity bound(String module, String made, String member) {
    return PickleCases.worst(
        Asm.proto(4)
            .stackGlobal("builtins", "getattr")
            .stackGlobal(module, made)
            .op(Op.EMPTY_TUPLE, Op.NEWOBJ)
            .str(member)
            .op(Op.TUPLE2, Op.REDUCE)
            .stop());
  }

  @ParameterizedTest
  @CsvSource({"http, HTTPStatus.OK", "re, RegexFlag.IGNORECASE", "uuid, SafeUUID.unknown"})
  void aConstantOfAnEnumerationPassesAndNothingElseOfIt(String module, String path) {
    String owner = path.substring(0, path.indexOf('.'));
    boolean constant = path.substring(path.indexOf('.') + 1).matches("[A-Z]+");
    assertThat(named(module, path).fails()).isEqualTo(!constant);
    assertThat(named(module, owner + ".__class__")).isEqualTo(Severity.CRITICAL);
    assertThat(named(module, owner + ".OK.__class__")).isEqualTo(Severity.CRITICAL);
    assertThat(named(module, owner + ".").fails()).isTrue();
    assertThat(named(module, owner + ".OK.x").fails()).isTrue();
  }

  @Test
  void aMethodOfAnObjectIsWhatItsClassSays() {
    assertThat(bound("torch.optim.lr_scheduler", "OneCycleLR", "_annealing_cos"))
        .isEqualTo(Severity.NOTE);
    assertThat(bound("torch.optim.lr_scheduler", "OneCycleLR", "step").fails()).isTrue();
    assertThat(bound("numpy", "ndarray", "tofile")).isEqualTo(Severity.CRITICAL);
    assertThat(bound("numpy", "ndarray", "__class__")).isEqualTo(Severity.CRITICAL);
    assertThat(bound("ctypes", "CDLL", "system")).isEqualTo(Severity.CRITICAL);
    assertThat(bound("some.library", "Thing", "method")).isEqualTo(Severity.CRITICAL);
  }

  @Test
  void theContainerOfALegacyFileIsTheClassItNames() {
    Asm honest = container("torch.nn.modules.linear", "Linear", Asm.proto(2));
    assertThat(PickleCases.worst(honest.op(Op.EMPTY_TUPLE, Op.NEWOBJ).stop()))
        .isEqualTo(Severity.NOTE);
    Asm evil = container("os", "system", Asm.proto(2));
    assertThat(PickleCases.worst(evil.str("id").op(Op.TUPLE1, Op.REDUCE).stop()))
        .isEqualTo(Severity.CRITICAL);
  }

  private static Asm container(String module, String name, Asm asm) {
    asm.mark().str("module").global(module, name).str("linear.py").str("class Linear: pass");
    return asm.op(Op.TUPLE, Op.BINPERSID);
  }
}
