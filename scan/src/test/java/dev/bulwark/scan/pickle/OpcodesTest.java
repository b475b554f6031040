package dev.bulwark.scan.pickle;

import static org.assertj.core.api.Assertions.assertThat;

import dev.bulwark.kernel.format.Reading;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// Every opcode once where it works, and once where CPython refuses it.
class OpcodesTest {

  /// @param works a program that ends with this opcode and the value it leaves
  /// @param fails programs that end with this opcode and break
  record Case(int op, String works, List<String> fails) {
    @Override
    public String toString() {
      return "opcode 0x" + Integer.toHexString(op);
    }
  }

  private static Case of(int op, String works, String... fails) {
    return new Case(op, works, List.of(fails));
  }

  static Stream<Case> opcodes() {
    return Stream.of(
        of('(', "(N1N"),
        of('.', "N", "", "("),
        of('0', "NN0", "0", "(00"),
        of('1', "N(N1", "N1"),
        of('2', "N2", "2", "(2"),
        of('F', "F1.5\n", "Fx\n", "F\n", "F1.5"),
        of('I', "I1\n", "Ix\n", "I\n", "I1"),
        of('J', "J\1\0\0\0", "J\1\0\0"),
        of('K', "K\1", "K"),
        of('L', "L1L\n", "LxL\n", "L\n", "L012L\n"),
        of('M', "M\1\0", "M\1"),
        of('N', "N"),
        of('P', "Pid\n", "Pid", "P\u00e9\n"),
        of('Q', "NQ", "Q"),
        of('R', "cos\nx\n)R", ")R", "N)R", "cos\nx\nNR", "cos\nx\n]R"),
        of('S', "S'a'\n", "Sa\n", "S'\\x1'\n", "S'\n", "S'a'"),
        of('T', "T\1\0\0\0a", "T\2\0\0\0a"),
        of('U', "U\1a", "U\2a"),
        of('V', "Va\n", "V\\u1\n", "Va"),
        of('X', "X\1\0\0\0a", "X\1\0\0\0\u00ff", "X\2\0\0\0a"),
        of('a', "]Na", "Na", "NNa", ")Na"),
        of('b', "cos\nx\n)RNb", "Nb", "N}b"),
        of('c', "cos\nx\n", "c\nx\n", "cos\n\n", "cos\nx", "c\u00ff\nx\n"),
        of('d', "(NNd", "(Nd", "(]Nd", "NNd"),
        of('}', "}"),
        of('e', "](NNe", "(NNe", "N(Ne"),
        of('g', "Np0\n0g0\n", "g0\n", "g-1\n", "gx\n"),
        of('h', "Nq\0000h\0", "h\0"),
        of('i', "(ios\nx\n", "ios\nx\n", "(i\nx\n", "(i\u00e9\nx\n"),
        of('j', "Nq\0000j\0\0\0\0", "j\0\0\0\0"),
        of('l', "(Nl", "Nl"),
        of(']', "]"),
        of('o', "(cos\nx\no", "(o", "o", "(No"),
        of('p', "Np0\n", "p0\n", "Np-1\n", "Npx\n"),
        of('q', "Nq\0", "q\0", "Nq"),
        of('r', "Nr\0\0\0\0", "r\0\0\0\0", "Nr\0\0\0"),
        of('s', "}NNs", "NNs", "}]Ns", ")NNs"),
        of('t', "(Nt", "Nt"),
        of(')', ")"),
        of('u', "}(NNu", "}(Nu", "}(]Nu", "(NNu"),
        of('G', "G\0\0\0\0\0\0\0\0", "G\0"),
        of('B', "B\1\0\0\0a", "B\2\0\0\0a"),
        of('C', "C\1a", "C\2a"),
        of(0x80, "\u0080\5N", "\u0080\6N", "\u0080"),
        of(0x81, "cos\nx\n)\u0081", "N)\u0081", "cos\nx\nN\u0081", ")\u0081"),
        of(0x82, "\u0082\1", "\u0082\0", "\u0082"),
        of(0x83, "\u0083\1\0", "\u0083\0\0"),
        of(0x84, "\u0084\1\0\0\0", "\u0084\0\0\0\u0080"),
        of(0x85, "N\u0085", "\u0085", "(\u0085"),
        of(0x86, "NN\u0086", "N\u0086", "N(N\u0086"),
        of(0x87, "NNN\u0087", "NN\u0087"),
        of(0x88, "\u0088"),
        of(0x89, "\u0089"),
        of(0x8a, "\u008a\1\1", "\u008a\2\1"),
        of(0x8b, "\u008b\1\0\0\0\1", "\u008b\u00ff\u00ff\u00ff\u00ff", "\u008b\2\0\0\0\1"),
        of(0x8c, "\u008c\1a", "\u008c\1\u00ff", "\u008c\2a"),
        of(0x8d, "\u008d\1\0\0\0\0\0\0\0a", "\u008d\1\0\0\0\0\0\0\u0080a"),
        of(0x8e, "\u008e\1\0\0\0\0\0\0\0a", "\u008e\2\0\0\0\0\0\0\0a"),
        of(0x8f, "\u008f"),
        of(0x90, "\u008f(N\u0090", "(N\u0090", "](N\u0090", "\u008f(]\u0090"),
        of(0x91, "(N\u0091", "(]\u0091", "N\u0091"),
        of(0x92, "cos\nx\n)}\u0092", "cos\nx\n)N\u0092", "cos\nx\n]}\u0092", ")}\u0092"),
        of(0x93, "Va\nVb\n\u0093", "NN\u0093", "Vb\n\u0093", "C\1aVb\n\u0093"),
        of(0x94, "N\u0094", "\u0094", "(\u0094"),
        of(
            0x95,
            "\u0095\1\0\0\0\0\0\0\0N",
            "\u0095\u0009\0\0\0\0\0\0\0N",
            "\u0095\0\0\0\0\0\0\0\u0080N"),
        of(0x96, "\u0096\1\0\0\0\0\0\0\0a", "\u0096\2\0\0\0\0\0\0\0a"),
        of(0x97, "\u0097"),
        of(0x98, "C\1a\u0098", "\u0098", "N\u0098", "Va\n\u0098"));
  }

  private static byte[] program(String body) {
    return Asm.proto(4).raw(body).stop();
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("opcodes")
  void worksWhereCPythonAcceptsIt(Case opcode) {
    assertThat(PickleCases.read(program(opcode.works()))).isInstanceOf(Reading.View.class);
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("opcodes")
  void breaksWhereCPythonRefusesIt(Case opcode) {
    assertThat(opcode.fails())
        .allSatisfy(
            body ->
                assertThat(PickleCases.read(program(body))).isInstanceOf(Reading.Malformed.class));
  }

  @Test
  void thereAreSixtyEight() {
    Set<Integer> tested = new HashSet<>(opcodes().map(Case::op).toList());
    List<Integer> known = IntStream.range(0, 256).filter(Op::isOpcode).boxed().toList();
    assertThat(known).hasSize(68);
    assertThat(tested).containsExactlyInAnyOrderElementsOf(known);
  }
}
