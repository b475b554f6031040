package dev.bulwark.evidence.tlog;

import static org.assertj.core.api.Assertions.assertThat;

import dev.bulwark.kernel.bytes.Bytes;
import dev.bulwark.kernel.bytes.Digest;
import dev.bulwark.kernel.store.CasStore;
import dev.bulwark.testkit.ForAll;
import dev.bulwark.testkit.Mangle;
import java.security.KeyPairGenerator;
import java.security.NoSuchAlgorithmException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class WitnessTest {
  private static final Instant NOW = Instant.parse("2026-11-30T10:00:00Z");
  private static final LedgerKeys OWN = keys();
  private static final Cosigner COSIGNER = new Cosigner("witness.example/w1", OWN);
  private static final List<NoteKey> WITNESS =
      COSIGNER.vkeys().lines().map(vkey -> NoteKey.parse(vkey).orElseThrow()).toList();

  private final Cells cells = new Cells();
  private final Witness witness = new Witness(cells, List.of(Fixture.VERIFIER), COSIGNER);

  private static LedgerKeys keys() {
    try {
      return new LedgerKeys(
          KeyPairGenerator.getInstance("Ed25519").generateKeyPair(),
          KeyPairGenerator.getInstance("ML-DSA-44").generateKeyPair());
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
  }

  /// Cells in memory; a test may come between reading and writing.
  private static final class Cells implements CasStore {
    private final Map<String, Bytes> all = new HashMap<>();
    private Runnable between = () -> {};

    @Override
    public Optional<Bytes> find(String name) {
      return Optional.ofNullable(all.get(name));
    }

    @Override
    public boolean replace(String name, Optional<Bytes> expected, Bytes next) {
      between.run();
      if (!find(name).equals(expected)) {
        return false;
      }
      all.put(name, next);
      return true;
    }
  }

  /// A tree of entries that are told apart by a letter.
  private record Tree(List<Digest> leaves) {
    static Tree of(String letters) {
      List<Digest> leaves = new ArrayList<>();
      letters.chars().forEach(c -> leaves.add(new Merkle().leaf(Bytes.utf8(String.valueOf(c)))));
      return new Tree(leaves);
    }

    private Digest node(int level, long index) {
      return level == 0
          ? leaves.get((int) index)
          : new Merkle().node(node(level - 1, 2 * index), node(level - 1, 2 * index + 1));
    }

    Bytes note() {
      Digest root = leaves.isEmpty() ? Merkle.EMPTY : new Proofs(this::node).root(leaves.size());
      return Checkpoint.sign(
              new TreeHead(Fixture.ORIGIN, leaves.size(), root),
              Fixture.KEYS.signers(Fixture.ORIGIN))
          .note();
    }

    Bytes from(long older) {
      List<Digest> path = new Proofs(this::node).consistency(older, leaves.size()).path();
      return new WitnessRequest(older, path, note()).render();
    }
  }

  private Witness.Answer add(Bytes body) {
    return witness.add(body, NOW);
  }

  @Test
  void whatGrowsIsCosigned() {
    for (String letters : List.of("a", "abc", "abcdefgh", "abcdefghi")) {
      Tree tree = Tree.of(letters);
      long older = cells.all.isEmpty() ? 0 : cosignedSize();
      assertThat(add(tree.from(older)))
          .isInstanceOfSatisfying(
              Witness.Answer.Cosigned.class,
              answer -> {
                Bytes cosigned =
                    Cosignature.append(tree.note(), answer.lines(), WITNESS).orElseThrow();
                assertThat(Cosignature.verify(cosigned, WITNESS).orElseThrow().at()).isEqualTo(NOW);
                assertThat(Checkpoint.verify(cosigned, Fixture.VERIFIER))
                    .isInstanceOf(Checkpoint.Verification.Verified.class);
              });
    }
  }

  private long cosignedSize() {
    Bytes note = cells.all.values().iterator().next();
    return Long.parseLong(note.utf8().split("\n", 3)[1]);
  }

  @Test
  void theSameAgainIsCosignedAgain() {
    Tree tree = Tree.of("abc");
    add(tree.from(0));
    assertThat(add(tree.from(3))).isInstanceOf(Witness.Answer.Cosigned.class);
  }

  @Test
  void anotherHistoryIsRefused() {
    add(Tree.of("abcd").from(0));
    Tree other = Tree.of("abXdef");
    assertThat(add(other.from(4))).isInstanceOf(Witness.Answer.Inconsistent.class);
    assertThat(add(Tree.of("abXd").from(4))).isEqualTo(new Witness.Answer.OtherSize(4));
    assertThat(add(Tree.of("abcd").from(0))).isEqualTo(new Witness.Answer.OtherSize(4));
    assertThat(add(Tree.of("abc").from(3))).isEqualTo(new Witness.Answer.OtherSize(4));
    assertThat(cosignedSize()).isEqualTo(4);
  }

  @Test
  void whatIsNobodysIsRefused() {
    Bytes good = Tree.of("abc").from(0);
    Witness other = new Witness(cells, List.of(), COSIGNER);
    assertThat(other.add(good, NOW)).isInstanceOf(Witness.Answer.UnknownLedger.class);
    LedgerVerifier stranger = keys().verifier(Fixture.ORIGIN);
    assertThat(new Witness(cells, List.of(stranger), COSIGNER).add(good, NOW))
        .isInstanceOf(Witness.Answer.NotSigned.class);
    Bytes tooOld = new WitnessRequest(4, List.of(), Tree.of("abc").note()).render();
    assertThat(add(tooOld)).isInstanceOf(Witness.Answer.Malformed.class);
    assertThat(cells.all).isEmpty();
  }

  /// Two at once: who reads first and writes last signs nothing.
  @Test
  void theSlowerOfTwoIsRefused() {
    cells.between =
        () -> {
          cells.between = () -> {};
          add(Tree.of("abcdef").from(0));
        };
    assertThat(add(Tree.of("abX").from(0))).isEqualTo(new Witness.Answer.OtherSize(6));
  }

  @Test
  void aStoreThatWasTamperedWithIsNotBelieved() {
    add(Tree.of("abc").from(0));
    cells.all.replaceAll((_, note) -> Bytes.utf8(note.utf8().replaceFirst("\n3\n", "\n1\n")));
    org.assertj.core.api.Assertions.assertThatThrownBy(() -> add(Tree.of("abcd").from(1)))
        .isInstanceOf(LedgerFault.class);
  }

  @Test
  void requestsReadBackAsThemselves() {
    WitnessRequest request = WitnessRequest.parse(Tree.of("abcdefg").from(3)).orElseThrow();
    assertThat(WitnessRequest.parse(request.render())).contains(request);
  }

  /// No mangled request is signed, unless its meaning is the same.
  @Test
  void mangledRequestsAreRefused() {
    add(Tree.of("abcd").from(0));
    Bytes good = Tree.of("abcdefgh").from(4);
    ForAll.cases(
        2_000,
        random -> {
          Cells fresh = new Cells();
          fresh.all.putAll(cells.all);
          Bytes mangled = Bytes.of(Mangle.once(good.toArray(), random));
          Witness.Answer answer =
              new Witness(fresh, List.of(Fixture.VERIFIER), COSIGNER).add(mangled, NOW);
          if (answer instanceof Witness.Answer.Cosigned) {
            WitnessRequest read = WitnessRequest.parse(mangled).orElseThrow();
            assertThat(read.note().utf8()).startsWith(headOf(good));
          }
        });
  }

  private static String headOf(Bytes request) {
    String note = WitnessRequest.parse(request).orElseThrow().note().utf8();
    return note.substring(0, note.indexOf("\n\n") + 1);
  }

  /// The example of C2SP tlog-cosignature, by its layout: header, time, the note's text.
  @Test
  void theEd25519LineSignsHeaderTimeAndText() {
    TreeHead head = new TreeHead("example.com/behind-the-sofa", 20852163, Merkle.EMPTY);
    assertThat(WITNESS.getFirst().message(1679315147L, head).utf8())
        .isEqualTo("cosignature/v1\ntime 1679315147\n" + head.text());
  }

  /// From c2sp.org/tlog-cosignature.
  @Test
  void aPublicCosignatureIsRead() {
    String note =
        """
        example.com/behind-the-sofa
        20852163
        CsUYapGGPo4dkMgIAUqom/Xajj7h2fB2MPA3j2jxq2I=

        — example.com/behind-the-sofa Az3grlgtzPICa5OS8npVmf1Myq/5IZniMp+ZJurmRDeOoRDe4URYN7u5/Zhcyv2q1gGzGku9nTo+zyWE+xeMcTOAYQ8=
        — witness.example.com/w1 jWbPPwAAAABkGFDLEZMHwSRaJNiIDoe9DYn/zXcrtPHeolMI5OWXEhZCB9dlrDJsX3b2oyin1nPZqhf5nNo0xUe+mbIUBkBIfZ+qnA==
        """;
    SignedNote signed = SignedNote.parse(Bytes.utf8(note)).orElseThrow();
    assertThat(NoteKey.time(signed.lines().get(1).signature())).isEqualTo(1679315147L);
  }

  @Test
  void aLineWithoutATimeSaysNothing() {
    Bytes note = Tree.of("abc").note();
    Bytes lines = COSIGNER.lines(TreeHead.parse(textOf(note)).orElseThrow(), Instant.EPOCH);
    assertThat(Cosignature.append(note, lines, WITNESS)).isEmpty();
    assertThat(Cosignature.verify(note, WITNESS)).isEmpty();
    assertThat(Cosignature.verify(note, List.of())).isEmpty();
  }

  private static String textOf(Bytes note) {
    return note.utf8().substring(0, note.utf8().indexOf("\n\n") + 1);
  }
}
