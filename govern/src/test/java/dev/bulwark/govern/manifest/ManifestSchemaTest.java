package dev.bulwark.govern.manifest;

import static org.assertj.core.api.Assertions.assertThat;

import com.networknt.schema.InputFormat;
import com.networknt.schema.Schema;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SpecificationVersion;
import dev.bulwark.govern.yaml.Yaml;
import dev.bulwark.govern.yaml.YamlReader;
import dev.bulwark.govern.yaml.YamlReading;
import dev.bulwark.kernel.bytes.ByteSize;
import dev.bulwark.kernel.bytes.Bytes;
import dev.bulwark.kernel.json.Json;
import dev.bulwark.testkit.ForAll;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

class ManifestSchemaTest {
  private static final Path DOCS = Path.of("../docs");
  private static final Schema SCHEMA =
      SchemaRegistry.withDefaultDialect(SpecificationVersion.DRAFT_2020_12)
          .getSchema(ManifestSchema.render(Sound.FACTS));
  private static final YamlReader YAML = new YamlReader(ByteSize.ofMib(1), 16, 100_000);

  @Test
  void theCheckedInSchemaIsTheGeneratedOne() throws IOException {
    Golden.check(DOCS.resolve("bulwark.schema.json"), ManifestSchema.render(Sound.FACTS));
  }

  @Test
  void theCheckedInPageIsTheGeneratedOne() throws IOException {
    Golden.check(DOCS.resolve("manifest.md"), ManifestPage.render(Sound.FACTS));
  }

  @Test
  void theExampleOnThePageIsSound() {
    String page = ManifestPage.render(Sound.FACTS);
    int start = page.indexOf("```yaml\n") + 8;
    String example = page.substring(start, page.indexOf("```\n", start));
    ListedFiles files = new ListedFiles().with("models/sorter.onnx", new byte[] {8, 9});
    assertThat(Sound.report(Sound.read(example, files))).isEqualTo("no problems\n");
    assertThat(accepted(example)).isTrue();
  }

  @Test
  void whatTheReaderAcceptsTheSchemaAccepts() {
    assertThat(accepted(Sound.text())).isTrue();
    ForAll.cases(
        300,
        random -> {
          String manifest = new Generated(random).manifest();
          assertThat(Sound.report(Sound.read(manifest, new ListedFiles())))
              .isEqualTo("no problems\n");
          assertThat(errors(manifest)).as(manifest).isEmpty();
        });
  }

  /// Mistakes of form; the other scripts are about roles, references and files, or are no YAML.
  private static final Set<String> OF_FORM =
      Set.of(
          "almost-nothing",
          "bad-id",
          "bad-list-word",
          "bad-person",
          "bad-profile",
          "bad-word",
          "blank-purpose",
          "derived-flow",
          "derived-written",
          "draft-blank",
          "files-on-supplier",
          "hidden-characters",
          "huge-count",
          "item-no-mapping",
          "list-without-brackets",
          "merge-key",
          "missing-facts",
          "missing-owner",
          "missing-when",
          "negative-count",
          "no-authors",
          "no-mapping",
          "no-models",
          "path-escape",
          "quoted-flag",
          "same-author",
          "section-no-list",
          "unknown-key",
          "unknown-key-far",
          "unknown-section",
          "wrong-kind",
          "wrong-type",
          "yes-for-true",
          "many-mistakes");

  @Test
  void whatIsWrongInFormTheSchemaRefusesToo() throws IOException {
    for (String name : OF_FORM) {
      String script = Files.readString(Sound.RESOURCES.resolve("problems/" + name + ".txt"));
      String manifest = ProblemScriptsTest.manifestText(script);
      assertThat(Sound.read(manifest)).as(name).isInstanceOf(ManifestReading.Invalid.class);
      assertThat(accepted(manifest)).as(name).isFalse();
    }
  }

  private static boolean accepted(String manifest) {
    return errors(manifest).isEmpty();
  }

  private static List<com.networknt.schema.Error> errors(String manifest) {
    YamlReading.Tree tree = (YamlReading.Tree) YAML.read(Bytes.utf8(manifest));
    return SCHEMA.validate(json(tree.root()).canonical(), InputFormat.JSON);
  }

  /// The document as any YAML 1.2 reader with the core schema would hand it to a JSON Schema.
  private static Json json(Yaml node) {
    return switch (node) {
      case Yaml.Refused _ -> Json.Null.NULL;
      case Yaml.Items items ->
          Json.array(items.items().stream().map(ManifestSchemaTest::json).toList());
      case Yaml.Mapping mapping -> {
        Json.Builder object = Json.object();
        mapping.entries().forEach(entry -> object.put(entry.key().text(), json(entry.value())));
        yield object.build();
      }
      case Yaml.Scalar scalar ->
          switch (scalar.kind()) {
            case TEXT -> Json.of(scalar.text());
            case FLAG -> Json.of(Boolean.parseBoolean(scalar.text()));
            case NOTHING -> Json.Null.NULL;
            case INTEGER, REAL -> new Json.Real(Double.parseDouble(scalar.text()));
          };
    };
  }
}
