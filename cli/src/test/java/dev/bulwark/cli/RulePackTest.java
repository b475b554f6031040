package dev.bulwark.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.bulwark.evidence.keys.KeyFile;
import dev.bulwark.evidence.keys.SigningKey;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.util.List;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// A pack of rules of one's own, as a user meets it.
class RulePackTest {
  private static final String SCAN = "$ bulwark scan @/m.pkl --rules @/pack";
  private static final String TRUSTED = SCAN + " --rules-key @/ada.pub";

  @TempDir Path folder;
  private Session session;

  @BeforeEach
  void aModelOfOnesOwnClass() throws IOException {
    session = new Session(folder, Path.of("..", "examples"));
    Files.write(
        folder.resolve("m.pkl"),
        "\u0080\2cmy.models\nNet\n)R.".getBytes(StandardCharsets.ISO_8859_1));
    Files.createDirectories(folder.resolve("pack"));
    write(
        "pack.json", "{\"format\": \"bulwark-rules/v1\", \"name\": \"ours\", \"version\": \"3\"}");
    write("pickle.tsv", "make\tmy.models\tNet\n");
  }

  private void write(String name, String text) throws IOException {
    Files.writeString(folder.resolve("pack").resolve(name), text);
  }

  private String run(String... lines) {
    return session.run(String.join("\n", lines) + "\n");
  }

  private void keys() {
    for (String person : List.of("ada", "eve")) {
      KeyFile.create(
          folder.resolve(person + ".key"), SigningKey.generate(new java.security.SecureRandom()));
    }
  }

  private void sign() {
    keys();
    assertThat(run("$ bulwark rules pack @/pack --public @/ada.pub --key @/ada.key"))
        .contains("ours 3  sha256:")
        .contains("signed by sha256:")
        .endsWith("[exit 0]\n");
  }

  @Test
  void aSignedPackAllowsAndAnUnsignedOneDoesNot() throws IOException {
    assertThat(run("$ bulwark scan @/m.pkl")).contains("PKL-002").endsWith("[exit 1]\n");
    assertThat(run(SCAN))
        .contains("pickle.tsv:1: it allows names, which only a pack signed by a key you name")
        .endsWith("[exit 4]\n");
    sign();
    assertThat(run(SCAN)).endsWith("[exit 4]\n");
    assertThat(run(TRUSTED)).contains("CLEAN").endsWith("[exit 0]\n");
    assertThat(run(TRUSTED + " --json"))
        .contains(
            "\"rulePack\":{\"digest\":\"sha256:…\",\"name\":\"ours\",\"signed\":true,\"version\":\"3\"}");
    assertThat(run(TRUSTED + " --sarif")).contains("\"rulePack\":{\"digest\"");
  }

  @Test
  void anUnsignedPackDenies() throws IOException {
    write("pickle.tsv", "deny\tNETWORK\tmy.models\t*\n");
    assertThat(run(SCAN))
        .contains("PKL-001")
        .contains("calls my.models.Net, which opens connections")
        .endsWith("[exit 1]\n");
  }

  @Test
  void everyReportNamesThePackThatWasUsed() throws IOException {
    String named = "rule pack  ours 3  sha256:…, ";
    String json =
        "\"rulePack\":{\"digest\":\"sha256:…\",\"name\":\"ours\",\"signed\":%s,\"version\":\"3\"}";
    sign();
    assertThat(run(TRUSTED)).contains(named + "signed by the key you named");
    assertThat(run(TRUSTED + " --statements")).contains(json.formatted("true"));
    assertThat(run(TRUSTED + " --json")).contains("\"builtin\":{\"digest\":\"sha256:…\"");
    write("pickle.tsv", "deny\tNETWORK\tmy.models\t*\n");
    assertThat(run(SCAN)).contains(named + "not trusted, so it only denies");
    assertThat(run(SCAN + " --statements")).contains(json.formatted("false"));
    Files.copy(
        folder.resolve("m.pkl"), Files.createDirectory(folder.resolve("p")).resolve("m.pkl"));
    run("$ bulwark init @/p");
    assertThat(run("$ bulwark check @/p --rules @/pack"))
        .contains(named + "not trusted, so it only denies");
    assertThat(run("$ bulwark check @/p --rules @/pack --json"))
        .contains("\"scanRules\":{\"builtin\"")
        .contains(json.formatted("false"));
    assertThat(run("$ bulwark check @/p --rules @/pack --sarif")).contains(json.formatted("false"));
    assertThat(run("$ bulwark check @/p --rules @/none")).endsWith("[exit 4]\n");
    assertThat(run("$ bulwark check @/p --json")).doesNotContain("rulePack");
  }

  @Test
  void aPackHoldsNamesOfKerasOperatorsAndCredentials() throws IOException {
    Files.writeString(
        folder.resolve("net.json"),
        "{\"module\": \"my.layers\", \"class_name\": \"Net\", \"registered_name\": \"my>Net\", \"config\": {\"name\": \"a\"}}");
    Files.writeString(folder.resolve("key.txt"), "token: acme_9fQ2kLx7Zr4Vb1Nt6Yw8Hp3Ds5Gj0CmA\n");
    String scan = "$ bulwark scan @/net.json --rules @/pack";
    assertThat(run("$ bulwark scan @/net.json")).contains("KER-002").endsWith("[exit 1]\n");
    write("keras.tsv", "allow\tmy.layers\tNet\n");
    write("operators.tsv", "known\tonnx\tmy.domain\tFancyOp\n");
    write("credentials.tsv", "deny\tan ACME key\tacme_ A{32}\thigh\n");
    assertThat(run(scan)).contains("pickle.tsv:1: it allows names").endsWith("[exit 4]\n");
    write("pickle.tsv", "");
    assertThat(run(scan)).contains("keras.tsv:1: it allows names").endsWith("[exit 4]\n");
    sign();
    assertThat(run(scan + " --rules-key @/ada.pub")).contains("CLEAN").endsWith("[exit 0]\n");
    write("keras.tsv", "");
    assertThat(run(scan)).contains("operators.tsv:1: it allows names").endsWith("[exit 4]\n");
    write("operators.tsv", "");
    assertThat(run("$ bulwark scan @/key.txt")).endsWith("[exit 0]\n");
    assertThat(run("$ bulwark scan @/key.txt --rules @/pack"))
        .contains("SEC-001", "Here is an ACME key")
        .endsWith("[exit 1]\n");
    write("keras.tsv", "deny\tmy.layers\tNet\tphones home\n");
    assertThat(run(scan))
        .contains("KER-003", "my.layers.Net")
        .contains("which phones home")
        .endsWith("[exit 1]\n");
  }

  @Test
  void aKeyForPacksNeedsNoProject() throws IOException {
    assertThat(run("$ bulwark rules key --output @/team.key --insecure-no-passphrase"))
        .contains("team.key signs with sha256:")
        .contains("team.key.pub is its public half")
        .endsWith("[exit 0]\n");
    assertThat(Files.getPosixFilePermissions(folder.resolve("team.key")))
        .containsExactlyInAnyOrder(PosixFilePermission.OWNER_READ, PosixFilePermission.OWNER_WRITE);
    assertThat(run("$ bulwark rules pack @/pack --key @/team.key")).endsWith("[exit 0]\n");
    assertThat(run(SCAN + " --rules-key @/team.key.pub")).contains("CLEAN").endsWith("[exit 0]\n");
    assertThat(run("$ bulwark rules key --output @/team.key --insecure-no-passphrase"))
        .contains("exists")
        .doesNotEndWith("[exit 0]\n");
    Files.writeString(folder.resolve("words"), "correct horse battery staple\n");
    assertThat(run("$ bulwark rules key --output @/held.key --passphrase-file @/words"))
        .endsWith("[exit 0]\n");
    assertThat(run("$ bulwark rules pack @/pack --key @/held.key --passphrase-file @/words"))
        .endsWith("[exit 0]\n");
  }

  @Test
  void theListsOfThisVersionHaveDigests() {
    assertThat(run("$ bulwark rules list"))
        .contains("list credentials   sha256:…", "list keras         sha256:…")
        .contains("rules of Bulwark ");
  }

  @Test
  void anotherKeyAChangeAndNoSignatureAreTold() throws IOException {
    assertThat(run(SCAN + " --rules-key @/none"))
        .contains("expected a key at")
        .endsWith("[exit 4]\n");
    sign();
    assertThat(run(SCAN + " --rules-key @/eve.key"))
        .contains("found none by that key that holds")
        .endsWith("[exit 4]\n");
    assertThat(run("$ bulwark rules verify @/pack --key @/ada.pub")).endsWith("[exit 0]\n");
    write("pickle.tsv", "make\tmy.models\tNet Other\n");
    assertThat(run(TRUSTED)).contains("the pack was changed afterwards").endsWith("[exit 4]\n");
    assertThat(run("$ bulwark rules verify @/pack --key @/ada.pub"))
        .contains("the pack was changed afterwards")
        .endsWith("[exit 4]\n");
    Files.delete(folder.resolve("pack/pack.sig"));
    assertThat(run(TRUSTED)).contains("expected a signature pack.sig").endsWith("[exit 4]\n");
  }

  @Test
  void aPackIsAZipAsWell() throws IOException {
    sign();
    try (ZipOutputStream zip =
            new ZipOutputStream(Files.newOutputStream(folder.resolve("pack.zip")));
        Stream<Path> files = Files.list(folder.resolve("pack"))) {
      for (Path file : files.toList()) {
        zip.putNextEntry(new ZipEntry(file.getFileName().toString()));
        zip.write(Files.readAllBytes(file));
      }
    }
    assertThat(run("$ bulwark scan @/m.pkl --rules @/pack.zip --rules-key @/ada.pub"))
        .endsWith("[exit 0]\n");
  }

  @Test
  void anUnknownListANewerFormatAndABrokenManifestAreTold() throws IOException {
    write("onnx.tsv", "");
    assertThat(run(SCAN)).contains("found the unknown list \"onnx.tsv\"").endsWith("[exit 4]\n");
    Files.delete(folder.resolve("pack/onnx.tsv"));
    write(
        "pack.json", "{\"format\": \"bulwark-rules/v2\", \"name\": \"ours\", \"version\": \"3\"}");
    assertThat(run(SCAN)).contains("a newer version of Bulwark may know it").endsWith("[exit 4]\n");
    write("pack.json", "{\"format\": \"bulwark-rules/v1\", \"version\": \"3\"}");
    assertThat(run(SCAN)).contains("pack.json: ").contains("name").endsWith("[exit 4]\n");
    Files.delete(folder.resolve("pack/pack.json"));
    assertThat(run(SCAN)).contains("expected a file pack.json").endsWith("[exit 4]\n");
  }

  @Test
  void whatWasFoundUnderOtherRulesIsNotRecalled() throws IOException {
    String words = "x".repeat(100_000);
    Files.write(
        folder.resolve("m.pkl"),
        ("\u0080\2cmy.models\nNet\n(V" + words + "\ntR.").getBytes(StandardCharsets.ISO_8859_1));
    sign();
    assertThat(run(TRUSTED + " --cache @/cache")).endsWith("[exit 0]\n");
    assertThat(run("$ bulwark scan @/m.pkl --cache @/cache")).endsWith("[exit 1]\n");
    try (Stream<Path> kept = Files.walk(folder.resolve("cache"))) {
      assertThat(kept.filter(Files::isRegularFile)).hasSize(2);
    }
  }

  @Test
  void aPackThatIsNotUnderstoodIsNotSigned() throws IOException {
    write("pickle.tsv", "make\tos\tsystem\n");
    keys();
    assertThat(run("$ bulwark rules pack @/pack --key @/ada.key"))
        .contains("pickle.tsv:1: expected an exact name that is not on the deny list");
    assertThat(folder.resolve("pack/pack.sig")).doesNotExist();
  }
}
