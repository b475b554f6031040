package dev.bulwark.registry.signing;

import static org.assertj.core.api.Assertions.assertThat;

import dev.bulwark.kernel.bytes.Bytes;
import dev.bulwark.registry.signing.Manifest.Resource;
import dev.bulwark.registry.signing.Serialization.Cut;
import dev.bulwark.registry.signing.TreeVerification.Reason;
import dev.bulwark.registry.signing.TreeVerification.Verified;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// Trees and manifests that only an attacker, a careless tool or an accident makes.
class TreeVerifierTest {
  @TempDir Path folder;
  private Bench bench;

  @BeforeEach
  void model() {
    bench = new Bench(folder.resolve("model")).model();
  }

  @Test
  void anotherKeyIsRefusedByNameAndBySignature() {
    Bytes bundle = bench.bundle(Bench.FILES);
    assertThat(
            Bench.reason(
                bench.verify(
                    bundle,
                    new Trust.Key(Bench.OTHER.publicKey(), List.of()),
                    TreeVerifier.Options.STRICT)))
        .isEqualTo(Reason.KEY_DIFFERS);
    String renamed =
        bundle.utf8().replace(Bench.KEY.publicKey().hint(), Bench.OTHER.publicKey().hint());
    assertThat(
            Bench.reason(
                bench.verify(
                    Bytes.utf8(renamed),
                    new Trust.Key(Bench.OTHER.publicKey(), List.of()),
                    TreeVerifier.Options.STRICT)))
        .isEqualTo(Reason.SIGNATURE_WRONG);
  }

  @Test
  void anExtraFileAndAMissingOneAreRefused() {
    Bytes bundle = bench.bundle(Bench.FILES);
    bench.with("weights/c.bin", "");
    assertThat(Bench.reason(bench.verify(bundle))).isEqualTo(Reason.FILES_EXTRA);
    bench.without("weights/c.bin").without("weights/b.bin");
    assertThat(Bench.reason(bench.verify(bundle))).isEqualTo(Reason.FILES_MISSING);
  }

  @Test
  void anEmptyFileAddedToShardsIsRefusedThoughTheReferenceTakesIt() {
    Bytes bundle = bench.bundle(Bench.shards(4));
    assertThat(bench.verify(bundle)).isInstanceOf(Verified.class);
    bench.with("weights/__init__.py", "");
    assertThat(Bench.reason(bench.verify(bundle))).isEqualTo(Reason.EMPTY_FILE_IN_SHARDS);
  }

  @Test
  void aFileThatGrewOrShrankBehindItsShardsIsRefused() {
    Bytes bundle = bench.bundle(Bench.shards(5));
    bench.with("weights/a.bin", "aaaaaaaaaab");
    assertThat(Bench.reason(bench.verify(bundle))).isEqualTo(Reason.FILES_DIFFER);
    bench.with("weights/a.bin", "aaaaa");
    assertThat(Bench.reason(bench.verify(bundle))).isEqualTo(Reason.FILES_DIFFER);
  }

  @Test
  void linksAreReadOnlyWhenTheSignatureAndTheCallerBothSaySo() throws IOException {
    Files.createSymbolicLink(bench.root.resolve("link"), bench.root.resolve("config.json"));
    TreeSignerTest.refused(SigningFault.TREE_UNSIGNABLE, () -> bench.sign(Bench.FILES));
    Serialization links = new Serialization(Cut.Files.FILES, HashType.SHA256, true, List.of());
    Bytes bundle = bench.bundle(links);
    assertThat(Bench.reason(bench.verify(bundle))).isEqualTo(Reason.SYMLINK);
    TreeVerifier.Options asked = new TreeVerifier.Options(true, List.of());
    assertThat(bench.verify(bundle, asked)).isInstanceOf(Verified.class);
    Files.delete(bench.root.resolve("link"));
    bench.with("link", "{}");
    assertThat(bench.verify(bundle)).isInstanceOf(Verified.class);
  }

  @Test
  void linksOutOfTheTreeToFoldersAndToNothingAreRefused() throws IOException {
    TreeVerifier.Options asked = new TreeVerifier.Options(true, List.of());
    Bytes bundle =
        bench.bundle(new Serialization(Cut.Files.FILES, HashType.SHA256, true, List.of()));
    Path outside = Files.writeString(folder.resolve("outside"), "{}");
    for (Path target : List.of(outside, bench.root.resolve("weights"), Path.of("nowhere"))) {
      Path link = Files.createSymbolicLink(bench.root.resolve("link"), target);
      assertThat(Bench.reason(bench.verify(bundle, asked))).isEqualTo(Reason.SYMLINK);
      Files.delete(link);
    }
  }

  @Test
  void aSignedFileSwappedForALinkToTheSameBytesIsRefused() throws IOException {
    Bytes bundle = bench.bundle(Bench.FILES);
    Path copy = Files.copy(bench.root.resolve("config.json"), folder.resolve("copy"));
    Files.delete(bench.root.resolve("config.json"));
    Files.createSymbolicLink(bench.root.resolve("config.json"), copy);
    assertThat(Bench.reason(bench.verify(bundle))).isEqualTo(Reason.SYMLINK);
  }

  @Test
  void whatIsNeitherFileNorFolderIsRefused() throws Exception {
    Bytes bundle = bench.bundle(Bench.FILES);
    Process mkfifo = new ProcessBuilder("mkfifo", bench.root.resolve("pipe").toString()).start();
    org.junit.jupiter.api.Assumptions.assumeTrue(mkfifo.waitFor() == 0);
    assertThat(Bench.reason(bench.verify(bundle))).isEqualTo(Reason.SPECIAL_FILE);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"../outside", "/etc/passwd", "", "a/../config.json", "./config.json", "a//b"})
  void aSignedNameThatLeavesTheTreeIsRefused(String name) {
    assertThat(Bench.reason(bench.verify(Bench.seal(manifest(Bench.FILES, name)))))
        .isEqualTo(Reason.NAME_UNSAFE);
  }

  @Test
  void namesSignedTwiceOrInTwoCasesAreRefused() {
    assertThat(Bench.reason(bench.verify(Bench.seal(manifest(Bench.FILES, "a", "a")))))
        .isEqualTo(Reason.NAME_UNSAFE);
    assertThat(Bench.reason(bench.verify(Bench.seal(manifest(Bench.FILES, "a", "A")))))
        .isEqualTo(Reason.NAME_UNSAFE);
    assertThat(Bench.reason(bench.verify(Bench.seal(manifest(Bench.FILES, ".", "a")))))
        .isEqualTo(Reason.NAME_UNSAFE);
  }

  @ParameterizedTest
  @ValueSource(strings = {"*.py", "/etc", "../x", "", ".", "a/../b", "a[0]", "w?"})
  void anAbusedIgnoreListIsRefused(String entry) {
    Bench bare = bench.with("x.py", "");
    Manifest manifest = bare.sign(Bench.FILES).manifest();
    Serialization how = Bench.ignoring(entry);
    assertThat(Bench.reason(bench.verify(Bench.seal(new Manifest("m", how, manifest.resources())))))
        .isEqualTo(Reason.IGNORE_LIST_ABUSED);
  }

  @Test
  void whatAnIgnoreListHidesNeedsTheCallersWordAndCodeNeedsItsOwnName() {
    Manifest manifest = bench.sign(Bench.FILES).manifest();
    Bytes bundle = Bench.seal(new Manifest("m", Bench.ignoring("extra"), manifest.resources()));
    assertThat(bench.verify(bundle)).as("hides nothing").isInstanceOf(Verified.class);
    bench.with("extra/read.md", "x");
    assertThat(Bench.reason(bench.verify(bundle))).isEqualTo(Reason.IGNORED_FILES);
    assertThat(bench.verify(bundle, allowing("extra"))).isInstanceOf(Verified.class);
    bench.with("extra/evil.py", "x");
    assertThat(Bench.reason(bench.verify(bundle, allowing("extra"))))
        .isEqualTo(Reason.IGNORED_FILES);
    assertThat(bench.verify(bundle, allowing("extra", "extra/evil.py")))
        .isInstanceOf(Verified.class);
    assertThat(Bench.reason(bench.verify(bundle, allowing("ext")))).isEqualTo(Reason.IGNORED_FILES);
  }

  private static TreeVerifier.Options allowing(String... names) {
    return new TreeVerifier.Options(false, List.of(names));
  }

  @Test
  void shardsWithGapsOverlapsOrOddNamesAreRefused() {
    bench.with("s", "123456789");
    for (List<long[]> cuts :
        List.of(
            List.of(new long[] {4, 8}),
            List.of(new long[] {0, 4}, new long[] {8, 9}),
            List.of(new long[] {0, 4}, new long[] {2, 6}),
            List.of(new long[] {0, 3}, new long[] {3, 7}),
            List.of(new long[] {0, 5}))) {
      List<Resource> shards = new ArrayList<>();
      cuts.forEach(cut -> shards.add(new Resource("s", cut[0], cut[1], sha256())));
      assertThat(Bench.reason(bench.verify(Bench.seal(new Manifest("m", Bench.shards(4), shards)))))
          .isEqualTo(Reason.STATEMENT_MALFORMED);
    }
    for (String name : List.of("s", "s:0", "s:0:x", "s:00:4", "s:4:0", "a:b:0:4", "s:-1:4")) {
      Manifest whole = manifest(Bench.shards(4), name);
      assertThat(Bench.reason(bench.verify(Bench.seal(whole))))
          .as(name)
          .isEqualTo(Reason.NAME_UNSAFE);
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "\"method\":\"files\"=>\"method\":\"merkle\"",
        "\"hash_type\":\"sha256\"=>\"hash_type\":\"md5\"",
        "\"hash_type\":\"sha256\"=>\"hash_type\":\"blake2b\"",
        "\"allow_symlinks\":false=>\"allow_symlinks\":\"false\"",
        "\"algorithm\":\"sha256\"=>\"algorithm\":\"sha512\"",
        "\"method\":\"files\"=>\"method\":\"files\",\"shard_size\":4",
        "\"method\":\"files\"=>\"method\":\"shards\",\"shard_size\":0",
        "Statement/v1=>Statement/v2",
        "signature/v1.0=>signature/v2.0",
        "\"subject\":[=>\"subject\":[{\"digest\":{\"sha256\":\"00\"},\"name\":\"x\"},",
        "\"_type\"=>\"type\"",
        "\"resources\":[=>\"resources\":[5,",
        "\"predicateType\":=>\"predicateType\":\"x\",\"predicateType\":"
      })
  void aSignedStatementOfAnUnknownKindFailsClosed(String change) {
    String[] sides = change.split("=>", -1);
    String statement = bench.sign(Bench.FILES).manifest().statement().canonical();
    String changed = statement.replace(sides[0], sides[1]);
    assertThat(changed).isNotEqualTo(statement);
    assertThat(Bench.reason(bench.verify(Bench.seal(Bytes.utf8(changed)))))
        .isEqualTo(Reason.STATEMENT_MALFORMED);
  }

  @Test
  void membersNobodyKnowsInTheSignedStatementArePassedOver() {
    String statement = bench.sign(Bench.FILES).manifest().statement().canonical();
    String extended = statement.replace("\"resources\":", "\"card\":{\"x\":[1]},\"resources\":");
    assertThat(bench.verify(Bench.seal(Bytes.utf8(extended)))).isInstanceOf(Verified.class);
  }

  @Test
  void aRootThatIsNotThatOfTheListIsRefused() {
    Manifest manifest = bench.sign(Bench.FILES).manifest();
    String statement =
        manifest.statement().canonical().replace(manifest.root().hex(), sha256().hex());
    assertThat(Bench.reason(bench.verify(Bench.seal(Bytes.utf8(statement)))))
        .isEqualTo(Reason.ROOT_DIFFERS);
  }

  @Test
  void anotherOrderOfTheListIsTakenAsSigned() {
    Manifest manifest = bench.sign(Bench.FILES).manifest();
    Manifest reversed =
        new Manifest("m", manifest.serialization(), manifest.resources().reversed());
    assertThat(bench.verify(Bench.seal(reversed))).isInstanceOf(Verified.class);
  }

  @Test
  void anEmptyListIsRefused() {
    assertThat(Bench.reason(bench.verify(Bench.seal(manifest(Bench.FILES)))))
        .isEqualTo(Reason.STATEMENT_MALFORMED);
  }

  private static Manifest manifest(Serialization how, String... names) {
    List<Resource> resources = new ArrayList<>();
    for (String name : names) {
      resources.add(Resource.whole(name, sha256()));
    }
    return new Manifest("m", how, resources);
  }

  private static Bytes sha256() {
    return dev.bulwark.kernel.bytes.Digest.of(Bytes.utf8("{}")).value();
  }
}
