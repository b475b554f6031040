package dev.bulwark.govern.manifest;

import static org.assertj.core.api.Assertions.assertThat;

import dev.bulwark.govern.facts.FactSpec;
import dev.bulwark.govern.facts.FactType;
import dev.bulwark.kernel.check.Limits;
import dev.bulwark.kernel.system.ElementKind;
import dev.bulwark.testkit.ForAll;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.random.RandomGenerator;
import java.util.regex.Matcher;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ManifestDraftTest {
  @TempDir Path temp;

  private static ManifestDraft draft(Path folder) {
    return ManifestDraft.of(
        ProjectFolder.walk(folder, Limits.DEFAULT, System::nanoTime), Sound.FACTS);
  }

  private Path folder(Map<String, String> files) throws IOException {
    Path root = temp.resolve("returns-desk");
    for (Map.Entry<String, String> file : files.entrySet()) {
      Path path = root.resolve(file.getKey());
      Files.createDirectories(path.getParent());
      Files.writeString(path, file.getValue());
    }
    return root;
  }

  /// A folder of everything `init` knows to see.
  private Path busy() throws IOException {
    Map<String, String> files = new LinkedHashMap<>();
    files.put(
        "README.md",
        "# Returns desk\n\n![x](y)\n\nHelps the desk: sorts \"returns\"\nby reason.\n\nMore.\n");
    files.put("requirements.txt", "fastapi==0.1\nopenai>=1\nlanggraph\nchromadb\n");
    files.put("uv.lock", "[[package]]\nname = \"openai\"\n");
    files.put("Dockerfile", "FROM python");
    files.put(".github/workflows/build.yml", "on: push");
    files.put(".github/CODEOWNERS", "# who\n* @Ann @bob-2\n");
    files.put("deploy/staging.yaml", "replicas: 1");
    files.put("prompts/system.md", "You help.");
    files.put("knowledge/returns.md", "Send it back.");
    files.put("tools/find-order.json", "{\"name\": \"find\", \"inputSchema\": {}}");
    files.put(".mcp.json", "{\"mcpServers\": {\"search web\": {\"command\": \"npx\"}}}");
    files.put("data/people.csv", "id,e-mail,age\n1,a@b,3\n2,c@d,4\n");
    files.put("data/people-test.csv", "id,e-mail\n1,a@b\n");
    files.put("explore.ipynb", "{}");
    files.put("models/llama/config.json", "{\"architectures\": [\"LlamaForCausalLM\"]}");
    files.put("models/llama/model-00001-of-00002.safetensors", "\2\0\0\0\0\0\0\0{}");
    files.put("models/llama/model-00002-of-00002.safetensors", "\2\0\0\0\0\0\0\0{}");
    return folder(files);
  }

  @Test
  void theDraftOfABusyFolderIsTheGoldenOne() throws IOException {
    Golden.check(Sound.RESOURCES.resolve("drafts/busy.yaml"), draft(busy()).text());
  }

  @Test
  void theDraftOfAnEmptyFolderAsks() throws IOException {
    Path empty = Files.createDirectories(temp.resolve("empty"));
    assertThat(draft(empty).text()).contains("id: empty").contains("models:").contains("???");
    assertOnlyAsks(empty);
  }

  /// A draft must not become valid by itself, nor fail for another reason than its questions.
  private static void assertOnlyAsks(Path folder) {
    String text = draft(folder).text();
    ProjectFolder files = ProjectFolder.walk(folder, Limits.DEFAULT, System::nanoTime);
    assertThat(Sound.read(text, files))
        .as(text)
        .isInstanceOfSatisfying(
            ManifestReading.Invalid.class,
            invalid ->
                assertThat(invalid.problems())
                    .allSatisfy(problem -> assertThat(problem.found()).isEqualTo("\"???\"")));
    assertThat(Sound.report(Sound.read(answered(text), files))).as(text).isEqualTo("no problems\n");
  }

  /// The draft with a plausible answer in place of each question.
  private static String answered(String draft) {
    StringBuilder out = new StringBuilder();
    ElementKind kind = ElementKind.SYSTEM;
    int person = 0;
    for (String line : draft.split("\n")) {
      for (ElementKind section : ElementKind.values()) {
        kind = line.startsWith(section.section() + ":") ? section : kind;
      }
      String key = line.strip().split(":")[0];
      String value =
          line.contains("- ???") || ManifestReader.ROLES.contains(key)
              ? "person" + person++
              : key.equals("purpose") ? "To test." : answer(kind, key, draft);
      out.append(line.replaceAll("\\?\\?\\?.*", Matcher.quoteReplacement(value))).append('\n');
    }
    return out.toString();
  }

  private static String answer(ElementKind kind, String key, String draft) {
    FactSpec spec = Sound.FACTS.of(kind).get(key);
    return spec == null
        ? "unknown"
        : switch (spec.type()) {
          case FactType.Flag _ -> "false";
          case FactType.Count _ -> "1";
          case FactType.Words _, FactType.References _ -> "[]";
          case FactType.Word(List<String> values) -> values.getFirst();
          case FactType.Reference _ -> "model/" + firstModel(draft);
        };
  }

  private static String firstModel(String draft) {
    int models = draft.indexOf("\nmodels:\n");
    int id = draft.indexOf("id: ", models);
    return draft.substring(id + 4, draft.indexOf("\n", id)).split(" ")[0];
  }

  @Test
  void aDraftFailsOnlyWhereItAsks() throws IOException {
    assertOnlyAsks(busy());
    for (Path example : ExamplesTest.folders()) {
      assertOnlyAsks(copy(example));
    }
  }

  /// Names in a folder are an attacker's text; none may add a line, a key or a wild card.
  @Test
  void hostileNamesCannotSpeakInTheDraft() {
    List<String> names =
        List.of(
            "a.csv\npublicFacing: false",
            "x: y.onnx",
            "- id: z.pkl",
            "*.safetensors",
            "a?.pt",
            "\"q\".gguf",
            "'s'.gguf",
            "#c.onnx",
            "\u202Eevil.pkl",
            "\u2028.csv",
            "&a.onnx",
            "!!t.pt",
            "true.onnx",
            "%41.pkl",
            "back\\slash.pt",
            "model.bin",
            "-.csv",
            "é.csv",
            "{}.jsonl");
    ForAll.cases(
        40,
        random -> {
          Path root = temp.resolve("h" + random.nextInt(1_000_000_000));
          String folder = random.nextBoolean() ? "" : names.get(random.nextInt(names.size())) + "/";
          for (int i = 0; i < 6; i++) {
            String top =
                List.of("", "models/", "prompts/", "tools/", "knowledge/", folder)
                    .get(random.nextInt(6));
            create(root.resolve(top + names.get(random.nextInt(names.size()))), random);
          }
          write(
              root.resolve("README.md"),
              "# t\\u0041 \"\\\n\nA \\ b \" c\\\nd: #e \u202e \ud83d\ude00\n");
          assertOnlyAsks(root);
        });
  }

  private static void create(Path file, RandomGenerator random) {
    write(
        file,
        List.of("x", "na\nme,email\n1,2\n", "\2\0\0\0\0\0\0\0{}", "{\"parameters\":1}")
            .get(random.nextInt(4)));
  }

  private static void write(Path file, String text) {
    try {
      Files.createDirectories(file.getParent());
      Files.writeString(file, text);
    } catch (FileSystemException e) {
      return;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /// What `init` is for: most of a manifest is written by looking.
  @Test
  void mostLinesOfTheExamplesAreFilledIn() throws IOException {
    int filled = 0;
    int all = 0;
    for (Path example : ExamplesTest.folders()) {
      ManifestDraft draft = draft(copy(example));
      filled += draft.filled();
      all += draft.filled() + draft.open();
    }
    assertThat((double) filled / all).isGreaterThanOrEqualTo(0.6);
  }

  private Path copy(Path example) throws IOException {
    Path copy = temp.resolve(example.getFileName().toString());
    try (Stream<Path> files = Files.walk(example)) {
      for (Path file : files.filter(Files::isRegularFile).toList()) {
        Path target = copy.resolve(example.relativize(file).toString());
        Files.createDirectories(target.getParent());
        if (!target.endsWith("bulwark.yaml")) {
          Files.copy(file, target, java.nio.file.StandardCopyOption.REPLACE_EXISTING);
        }
      }
    }
    return copy;
  }
}
