package dev.bulwark.registry.signing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.bulwark.kernel.bytes.Bytes;
import dev.bulwark.kernel.fault.Fault;
import dev.bulwark.kernel.fault.ProblemType;
import dev.bulwark.registry.signing.Serialization.Cut;
import dev.bulwark.registry.signing.TreeVerification.Verified;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class TreeSignerTest {
  @TempDir Path folder;
  private Bench bench;

  @BeforeEach
  void model() {
    bench = new Bench(folder).model();
  }

  static Stream<Serialization> everyWay() {
    List<Serialization> ways = new ArrayList<>();
    for (HashType hash : HashType.values()) {
      ways.add(new Serialization(Cut.Files.FILES, hash, false, List.of()));
      if (hash != HashType.BLAKE3) {
        ways.add(new Serialization(new Cut.Shards(4), hash, false, List.of()));
      }
    }
    return ways.stream();
  }

  @ParameterizedTest
  @MethodSource("everyWay")
  void whatIsSignedVerifiesAndWhatIsChangedDoesNot(Serialization how) {
    Bytes bundle = bench.bundle(how);
    assertThat(bench.verify(bundle))
        .isInstanceOfSatisfying(
            Verified.class, verified -> assertThat(verified.bytes()).isEqualTo(14));
    bench.with("weights/b.bin", "bc");
    assertThat(Bench.reason(bench.verify(bundle))).isEqualTo(TreeVerification.Reason.FILES_DIFFER);
  }

  @Test
  void knownDigestsOfKnownBytes() {
    Bench known = new Bench(folder.resolve("known")).with("abc", "abc");
    assertThat(digest(known, HashType.SHA256))
        .isEqualTo("ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
    assertThat(digest(known, HashType.BLAKE2B))
        .isEqualTo(
            "ba80a53f981c4d0d6a2797b69f12f6e94c212f14685ac4b74b12bb6fdbffa2d17d87c5392aab792dc252d5de4533cc9518d38aa8dbf1925ab92386edd4009923");
    assertThat(digest(known, HashType.BLAKE3))
        .isEqualTo("6437b3ac38465133ffb63b75273a8db548c558465d79db03fd359c6cd5bd9d85");
  }

  private static String digest(Bench bench, HashType hash) {
    return bench
        .sign(new Serialization(Cut.Files.FILES, hash, false, List.of()))
        .manifest()
        .resources()
        .getFirst()
        .digest()
        .hex();
  }

  @Test
  void theSignatureInTheTreeAndGitAreNotCoveredAndSaidSo() {
    Bytes bundle = bench.with(".git/config", "x").bundle(Bench.FILES);
    bench.with("model.sig", bundle.toArray()).with(".gitignore", "*");
    assertThat(bench.verify(bundle))
        .isInstanceOfSatisfying(
            Verified.class,
            verified ->
                assertThat(verified.notCovered())
                    .extracting(TreeVerification.NotCovered::entry)
                    .containsExactly(".git", ".gitignore", "model.sig"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"sub/.git/config", ".gitmodules", ".env", "sub/.gitignore"})
  void onlyTheFourNamesAtTheRootArePassedOver(String name) {
    Bytes bundle = bench.bundle(Bench.FILES);
    bench.with(name, "x");
    assertThat(Bench.reason(bench.verify(bundle))).isEqualTo(TreeVerification.Reason.FILES_EXTRA);
  }

  @Test
  void aFileSignedAloneIsCalledByADotAndMayMove() throws IOException {
    Path file = folder.resolve("weights/a.bin");
    TreeSigner.Signed signed =
        bench.signer.sign(
            file,
            Optional.of(folder.resolve("weights/a.bin.sig")),
            Bench.FILES,
            identity(),
            Optional.empty(),
            Bench.NOW);
    assertThat(signed.manifest().resources().getFirst().name()).isEqualTo(".");
    Path moved = Files.move(file, folder.resolve("moved"));
    assertThat(new Bench(moved).verify(signed.bundle())).isInstanceOf(Verified.class);
  }

  @Test
  void anEmptyFileIsSignedWholeAndNotInShards() {
    bench.with("empty", "");
    Bytes bundle = bench.bundle(Bench.FILES);
    assertThat(bench.verify(bundle)).isInstanceOf(Verified.class);
    bench.with("other", "");
    assertThat(Bench.reason(bench.verify(bundle))).isEqualTo(TreeVerification.Reason.FILES_EXTRA);
    refused(SigningFault.TREE_UNSIGNABLE, () -> bench.sign(Bench.shards(4)));
  }

  @ParameterizedTest
  @ValueSource(strings = {"a:b", "CONFIG.json", "weights/A.bin", "back\\slash"})
  void whatAStrictVerifierRefusesIsNotSigned(String name) {
    bench.with(name, "x");
    refused(SigningFault.TREE_UNSIGNABLE, () -> bench.sign(Bench.shards(4)));
  }

  @Test
  void anEmptyTreeIsNotSigned() {
    refused(
        SigningFault.TREE_UNSIGNABLE,
        () -> new Bench(folder.resolve("none")).with(".gitignore", "").sign(Bench.FILES));
    refused(SigningFault.TREE_MISSING, () -> new Bench(folder.resolve("absent")).sign(Bench.FILES));
  }

  @Test
  void ignoringWhatALoaderCouldRunIsRefusedWhileTheSignerCanStillChoose() {
    bench.with("notes/read.md", "x");
    assertThat(bench.bundle(Bench.ignoring("notes"))).isNotNull();
    bench.with("notes/run.py", "x");
    refused(SigningFault.TREE_UNSIGNABLE, () -> bench.sign(Bench.ignoring("notes")));
    refused(SigningFault.TREE_UNSIGNABLE, () -> bench.sign(Bench.ignoring("*.py")));
    refused(SigningFault.TREE_UNSIGNABLE, () -> bench.sign(Bench.ignoring("../notes")));
  }

  @Test
  void theSameTreeGivesTheSameManifest() {
    assertThat(bench.sign(Bench.FILES).manifest()).isEqualTo(bench.sign(Bench.FILES).manifest());
  }

  @Test
  void onlyWhatIsSaidToHaveChangedIsReadAgain() {
    List<String> read = Collections.synchronizedList(new ArrayList<>());
    TreeSigner signer = new TreeSigner(new TreeHasher(1, read::add));
    Bytes before = bench.bundle(Bench.FILES);
    bench.with("weights/b.bin", "changed").with("new.bin", "n").without("config.json");
    TreeSigner.Signed signed =
        signer.sign(
            folder,
            Optional.empty(),
            Bench.FILES,
            identity(),
            Optional.of(new TreeSigner.Previous(before, List.of("weights/b.bin"))),
            Bench.NOW);
    assertThat(read).containsExactlyInAnyOrder("new.bin", "weights/b.bin");
    assertThat(signed.unread()).isEqualTo(1);
    assertThat(bench.verify(signed.bundle())).isInstanceOf(Verified.class);
  }

  @Test
  void aChangeThatWasKeptQuietIsNeverSigned() {
    Bytes before = bench.bundle(Bench.FILES);
    bench.with("weights/b.bin", "bc");
    TreeSigner.Signed signed = again(before, identity());
    assertThat(Bench.reason(bench.verify(signed.bundle())))
        .isEqualTo(TreeVerification.Reason.FILES_DIFFER);
  }

  @Test
  void digestsAreTakenOnlyFromTheSameKeyAndCut() {
    Bytes before = bench.bundle(Bench.FILES);
    refused(
        SigningFault.PREVIOUS_UNUSABLE,
        () -> again(before, new TreeSigner.Identity(Bench.OTHER, List.of())));
    refused(SigningFault.PREVIOUS_UNUSABLE, () -> again(bench.bundle(Bench.shards(4)), identity()));
    refused(SigningFault.PREVIOUS_UNUSABLE, () -> again(Bytes.utf8("{}"), identity()));
  }

  private TreeSigner.Signed again(Bytes before, TreeSigner.Identity identity) {
    return bench.signer.sign(
        folder,
        Optional.empty(),
        Bench.FILES,
        identity,
        Optional.of(new TreeSigner.Previous(before, List.of())),
        Bench.NOW);
  }

  private static TreeSigner.Identity identity() {
    return new TreeSigner.Identity(Bench.KEY, List.of());
  }

  static void refused(ProblemType type, ThrowingCallable call) {
    assertThatThrownBy(call)
        .isInstanceOfSatisfying(Fault.class, fault -> assertThat(fault.type()).isEqualTo(type));
  }
}
