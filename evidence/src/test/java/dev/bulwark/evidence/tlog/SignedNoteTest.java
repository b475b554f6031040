package dev.bulwark.evidence.tlog;

import static org.assertj.core.api.Assertions.assertThat;

import dev.bulwark.kernel.bytes.Bytes;
import dev.bulwark.kernel.bytes.Digest;
import dev.bulwark.testkit.ForAll;
import dev.bulwark.testkit.Mangle;
import java.util.List;
import org.junit.jupiter.api.Test;

class SignedNoteTest {
  /// The keys and the note of golang.org/x/mod/sumdb/note.
  private static final String PETER_NEUMANN =
      "PeterNeumann+c74f20a3+ARpc2QcUPDhMQegwxbzhKqiBfsVkmqq/LDE4izWy10TW";

  private static final String ENOCH_ROOT =
      "EnochRoot+af0cfe78+ATtqJ7zOtqQtYqOo0CpvDXNlMhV3HeJDpjrASKGLWdop";

  private static final String TEXT =
      """
      If you think cryptography is the answer to your problem,
      then you don't know what your problem is.
      """;

  private static final String PETER_LINE =
      "— PeterNeumann x08go/ZJkuBS9UG/SffcvIAQxVBtiFupLLr8pAcElZInNIuGUgYN1FFYC2pZSNXgKvqfqdngotpRZb6KE6RyyBwJnAM=\n";

  private static final String ENOCH_LINE =
      "— EnochRoot rwz+eBzmZa0SO3NbfRGzPCpDckykFXSdeX+MNtCOXm2/5n2tiOHp+vAF1aGrQ5ovTG01oOTGwnWLox33WWd1RvMc+QQ=\n";

  private static NoteKey key(String vkey) {
    return NoteKey.parse(vkey).orElseThrow();
  }

  private static SignedNote.Verdict verdict(String note, String vkey) {
    return SignedNote.parse(Bytes.utf8(note)).orElseThrow().verdict(key(vkey));
  }

  @Test
  void publicNotesVerify() {
    String note = TEXT + "\n" + PETER_LINE + ENOCH_LINE;
    assertThat(verdict(note, PETER_NEUMANN)).isEqualTo(SignedNote.Verdict.HOLDS);
    assertThat(verdict(note, ENOCH_ROOT)).isEqualTo(SignedNote.Verdict.HOLDS);
    assertThat(SignedNote.parse(Bytes.utf8(note)).orElseThrow().render())
        .isEqualTo(Bytes.utf8(note));
    assertThat(
            verdict(
                "This is an example message.\n\n— example.com/foo"
                    + " Uw2QOkn8srV1yJGh2VYRlL1Tnagv1YEq6TfXppzi2ONncAlTgK7Ztg1ERYNZXsYjOBH3mFXmRKuwHjG1Yu72IneyaQM=\n",
                "example.com/foo+530d903a+AekyeRrm56hApGFkyQR4ZCbV54Id2LKaANYcrnKv3U2k"))
        .isEqualTo(SignedNote.Verdict.HOLDS);
  }

  @Test
  void vkeysReadBackAsThemselves() {
    assertThat(key(PETER_NEUMANN).vkey()).isEqualTo(PETER_NEUMANN);
    for (NoteKey key : Fixture.VERIFIER.keys()) {
      assertThat(NoteKey.parse(key.vkey())).contains(key);
    }
    assertThat(LedgerVerifier.parse(Fixture.ORIGIN, Fixture.VERIFIER.vkeys()))
        .contains(Fixture.VERIFIER);
  }

  @Test
  void aVkeyWithAnyCharacterChangedIsRefusedOrAnotherKey() {
    ForAll.cases(
        5_000,
        random -> {
          String mangled =
              Bytes.of(Mangle.once(Bytes.utf8(PETER_NEUMANN).toArray(), random)).utf8();
          NoteKey.parse(mangled).ifPresent(key -> assertThat(key).isNotEqualTo(key(PETER_NEUMANN)));
        });
  }

  @Test
  void aLineByNobodyWeKnowIsPassedOver() {
    assertThat(verdict(TEXT + "\n" + PETER_LINE, ENOCH_ROOT)).isEqualTo(SignedNote.Verdict.ABSENT);
  }

  @Test
  void aSecondLineByTheSameKeyThatDoesNotHoldBreaksTheNote() {
    String bad = PETER_LINE.replace("x08go/ZJk", "x08go/ZJj");
    assertThat(verdict(TEXT + "\n" + PETER_LINE + bad, PETER_NEUMANN))
        .isEqualTo(SignedNote.Verdict.BROKEN);
  }

  @Test
  void malformedNotesAreRefused() {
    for (String note :
        List.of(
            "",
            "\n",
            "\n\n",
            TEXT,
            TEXT + "\n",
            TEXT + PETER_LINE,
            TEXT + "\n" + PETER_LINE.strip(),
            TEXT + "\n" + PETER_LINE + "\n",
            TEXT + "\n" + PETER_LINE.replace("—", "-"),
            TEXT + "\n" + PETER_LINE.replace("PeterNeumann ", "PeterNeumann  "),
            TEXT + "\n" + PETER_LINE.replace("PeterNeumann", "Peter+Neumann"),
            TEXT + "\n" + PETER_LINE.replace("PeterNeumann", "Peter\u00a0Neumann"),
            TEXT + "\n" + PETER_LINE.replace("=\n", "\n"),
            TEXT + "\n" + PETER_LINE.replace("nAM=", "nAN="),
            TEXT + "\n— PeterNeumann x08gow==\n",
            TEXT + "\t\n\n" + PETER_LINE,
            TEXT + "\r\n\r\n" + PETER_LINE,
            TEXT + "\n" + PETER_LINE.repeat(65))) {
      assertThat(SignedNote.parse(Bytes.utf8(note))).as(note).isEmpty();
    }
    assertThat(SignedNote.parse(Bytes.of(new byte[] {'a', '\n', (byte) 0xff, '\n', '\n'})))
        .isEmpty();
    assertThat(SignedNote.parse(Bytes.of(new byte[SignedNote.MAX_BYTES + 1]))).isEmpty();
    assertThat(SignedNote.parse(Bytes.utf8(TEXT + "\n" + PETER_LINE.repeat(64)))).isPresent();
  }

  /// Everything in our own note is signed or names a signature: no byte of it may change.
  @Test
  void everyOneByteChangeOfACheckpointIsRefused() {
    Checkpoint checkpoint =
        Checkpoint.sign(
            new TreeHead(Fixture.ORIGIN, 7, Digest.of(Bytes.utf8("root"))),
            Fixture.KEYS.signers(Fixture.ORIGIN));
    byte[] note = checkpoint.note().toArray();
    for (int at = 0; at < note.length; at++) {
      for (int flip : new int[] {1, 2, 4, 8, 16, 32, 64, 128, 0xff}) {
        byte[] changed = note.clone();
        changed[at] ^= (byte) flip;
        if (at % 64 == 0 || flip == 1) {
          assertThat(Checkpoint.verify(Bytes.of(changed), Fixture.VERIFIER))
              .as("byte " + at + " xor " + flip)
              .isInstanceOf(Checkpoint.Verification.Refused.class);
        }
      }
    }
    for (int size = 0; size < note.length; size += 7) {
      assertThat(Checkpoint.verify(Bytes.of(java.util.Arrays.copyOf(note, size)), Fixture.VERIFIER))
          .isInstanceOf(Checkpoint.Verification.Refused.class);
    }
  }

  @Test
  void bothKeysMustHaveSigned() {
    TreeHead head = new TreeHead(Fixture.ORIGIN, 7, Digest.of(Bytes.utf8("root")));
    List<NoteSigner> signers = Fixture.KEYS.signers(Fixture.ORIGIN);
    for (int alone = 0; alone < 2; alone++) {
      Bytes note = Checkpoint.sign(head, List.of(signers.get(alone))).note();
      assertThat(Checkpoint.verify(note, Fixture.VERIFIER))
          .isInstanceOf(Checkpoint.Verification.Refused.class);
    }
    Bytes note = Checkpoint.sign(head, signers).note();
    Bytes witnessed = Bytes.concat(note, Bytes.utf8(ENOCH_LINE));
    assertThat(Checkpoint.verify(note, Fixture.VERIFIER))
        .isInstanceOf(Checkpoint.Verification.Verified.class);
    assertThat(Checkpoint.verify(witnessed, Fixture.VERIFIER))
        .isInstanceOf(Checkpoint.Verification.Verified.class);
    assertThat(Checkpoint.verify(note, Fixture.keys().verifier(Fixture.ORIGIN)))
        .isInstanceOf(Checkpoint.Verification.Refused.class);
    assertThat(Checkpoint.verify(note, Fixture.KEYS.verifier("example.com/other")))
        .isInstanceOf(Checkpoint.Verification.Refused.class);
  }

  /// `cosigned_message` of C2SP tlog-cosignature, laid out by hand.
  @Test
  void theMlDsaLineSignsTheCosignedMessage() {
    TreeHead head = new TreeHead("log.example", 0x1234, Digest.of(Bytes.EMPTY));
    assertThat(NoteKey.cosigned("who.example", 5, head).hex())
        .isEqualTo(
            "737562747265652f76310a00"
                + "0b"
                + Bytes.utf8("who.example").hex()
                + "0000000000000005"
                + "0b"
                + Bytes.utf8("log.example").hex()
                + "0000000000000000"
                + "0000000000001234"
                + "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855");
  }

  @Test
  void treeHeadsOfAnotherFormAreRefused() {
    String root = "47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU=";
    assertThat(TreeHead.parse("log\n0\n" + root + "\n"))
        .contains(new TreeHead("log", 0, Digest.of(Bytes.EMPTY)));
    for (String text :
        List.of(
            "log\n0\n" + root,
            "log\n0\n" + root + "\nextension\n",
            "\n0\n" + root + "\n",
            "log\n00\n" + root + "\n",
            "log\n-1\n" + root + "\n",
            "log\n+1\n" + root + "\n",
            "log\n 1\n" + root + "\n",
            "log\n\n" + root + "\n",
            "log\n9999999999999999999\n" + root + "\n",
            "log\n0\n" + root.replace("=", "") + "\n",
            "log\n0\nAAAA\n",
            "l og\n0\n" + root + "\n")) {
      assertThat(TreeHead.parse(text)).as(text).isEmpty();
    }
  }
}
