package dev.bulwark.govern.manifest;

import static org.assertj.core.api.Assertions.assertThat;

import dev.bulwark.govern.facts.FactSpec;
import dev.bulwark.govern.facts.FactSpec.Nature;
import dev.bulwark.kernel.bytes.Bytes;
import dev.bulwark.kernel.bytes.Digest;
import dev.bulwark.kernel.check.Place;
import dev.bulwark.kernel.check.Subject;
import dev.bulwark.kernel.system.AiSystem;
import dev.bulwark.kernel.system.Element;
import dev.bulwark.kernel.system.ElementKind;
import dev.bulwark.kernel.system.Fact;
import dev.bulwark.kernel.system.Fact.Origin;
import dev.bulwark.testkit.ForAll;
import dev.bulwark.testkit.Mangle;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

class ManifestReaderTest {
  private static final AiSystem SYSTEM = Sound.valid(Sound.text(), ListedFiles.sound()).system();

  private static Element element(AiSystem system, String path) {
    return system.elements().stream()
        .filter(element -> element.path().equals(path))
        .findFirst()
        .orElseThrow();
  }

  private static Fact fact(String path, String name) {
    return element(SYSTEM, path).facts().get(name);
  }

  private static Fact flag(boolean value, Origin origin) {
    return new Fact(new Fact.Value.Flag(value), origin);
  }

  @Test
  void theSystemIsWhatTheManifestSays() {
    assertThat(SYSTEM.id()).isEqualTo("support-assistant");
    assertThat(SYSTEM.profile()).isEqualTo("standard");
    assertThat(SYSTEM.purpose()).startsWith("Answers customers'");
    assertThat(SYSTEM.owners()).containsEntry("risk", "dan").hasSize(4);
    assertThat(SYSTEM.authors()).containsExactly("ben", "eve");
    assertThat(SYSTEM.manifest()).isEqualTo(Digest.of(Bytes.utf8(Sound.text())));
    assertThat(SYSTEM.elements()).extracting(Element::path).startsWith("system/support-assistant");
    assertThat(SYSTEM.of(ElementKind.FLOW)).extracting(Element::id).startsWith("question", "ask");
    assertThat(element(SYSTEM, "model/chat").declaredAt().toString())
        .startsWith("bulwark.yaml:44:");
  }

  @Test
  void artifactsCarryTheDigestsOfTheDeclaredFiles() {
    assertThat(element(SYSTEM, "model/ranker").artifacts())
        .containsExactly(
            new Subject(
                "models/ranker.safetensors", Digest.of(Bytes.of(ListedFiles.safetensors()))));
    assertThat(element(SYSTEM, "dataset/handbook").artifacts())
        .extracting(Subject::name)
        .containsExactly("docs/en/orders.md", "docs/returns.md");
  }

  @Test
  void everyElementHasEveryFactOfItsKind() {
    for (Element element : SYSTEM.elements()) {
      assertThat(element.facts()).hasSameSizeAs(Sound.FACTS.of(element.kind()));
    }
  }

  @Test
  void factsOfListsAndFlowsAreDerived() {
    assertThat(fact("agent/helper", "canWrite")).isEqualTo(flag(true, Origin.DECLARED));
    assertThat(fact("agent/helper", "canSpend")).isEqualTo(flag(false, Origin.DECLARED));
    assertThat(fact("model/chat", "openInput")).isEqualTo(flag(true, Origin.DECLARED));
    assertThat(fact("flow/ask", "toLlm")).isEqualTo(flag(true, Origin.DECLARED));
    assertThat(fact("flow/ask", "fromLlm")).isEqualTo(flag(false, Origin.DECLARED));
    assertThat(fact("flow/ask", "crossesZones")).isEqualTo(flag(true, Origin.DECLARED));
    assertThat(fact("flow/question", "crossesZones")).isEqualTo(flag(false, Origin.DECLARED));
    assertThat(fact("flow/retrieval", "crossesZones")).isEqualTo(flag(false, Origin.DECLARED));
    assertThat(fact("flow/completion", "crossesZones")).isEqualTo(flag(true, Origin.DECLARED));
  }

  @Test
  void aZoneNobodyDeclaredCountsAsCrossed() {
    String manifest =
        Sound.text()
            .replace(
                "    writableBy: internal\n    in: component/index\n",
                "    writableBy: internal\n");
    AiSystem system = Sound.valid(manifest, ListedFiles.sound()).system();
    assertThat(element(system, "flow/retrieval").facts().get("crossesZones"))
        .isEqualTo(flag(true, Origin.ASSUMED));
  }

  @Test
  void aFactThatCannotHoldNeedsNotBeWritten() {
    assertThat(fact("component/runtime", "publicSignup")).isEqualTo(flag(false, Origin.DECLARED));
    assertThat(fact("flow/ask", "rendered")).isEqualTo(flag(false, Origin.DECLARED));
  }

  /// Silence about protection is the absence of protection, for every fact there is.
  @Test
  void everySafetyFactLeftOutIsAssumedUnsafe() {
    AtomicInteger seen = new AtomicInteger();
    ForAll.cases(
        100,
        random -> {
          String manifest = new Generated(random).manifest();
          AiSystem system = Sound.valid(manifest, new ListedFiles()).system();
          for (Element element : system.elements()) {
            String written = written(manifest, element);
            for (FactSpec spec : Sound.FACTS.of(element.kind()).values()) {
              if (spec.nature() instanceof Nature.Safety) {
                boolean said =
                    written.contains(
                        "\n"
                            + " ".repeat(element.kind() == ElementKind.SYSTEM ? 2 : 4)
                            + spec.name()
                            + ": ");
                Fact fact = element.facts().get(spec.name());
                if (said) {
                  assertThat(fact.origin()).isEqualTo(Origin.DECLARED);
                } else {
                  assertThat(fact).isEqualTo(new Fact(spec.unsafe(), Origin.ASSUMED));
                  seen.incrementAndGet();
                }
              }
            }
          }
        });
    assertThat(seen.get()).isGreaterThan(1000);
  }

  /// The lines of one element.
  private static String written(String manifest, Element element) {
    if (element.kind() == ElementKind.SYSTEM) {
      return manifest.substring(0, manifest.indexOf("\nowners:"));
    }
    int section = manifest.indexOf("\n" + element.kind().section() + ":\n");
    int start = manifest.indexOf("- id: " + element.id() + "\n", section);
    int next = manifest.indexOf("- id: ", start + 1);
    int end = manifest.indexOf("\n", start);
    while (end > 0 && end + 1 < manifest.length() && manifest.startsWith("    ", end + 1)) {
      end = manifest.indexOf("\n", end + 1);
    }
    return manifest.substring(start, next < 0 ? end : Math.min(end, next));
  }

  /// Every fact that must be said, when it is removed alone, is asked for by name.
  @Test
  void everyMandatoryFactLeftOutIsAProblem() {
    int asked = 0;
    String[] lines = Sound.text().split("\n");
    for (int i = 0; i < lines.length; i++) {
      String name = lines[i].strip().split(":")[0];
      boolean mandatory =
          java.util.Arrays.stream(ElementKind.values())
              .map(kind -> Sound.FACTS.of(kind).get(name))
              .anyMatch(spec -> spec != null && spec.nature() instanceof Nature.Mandatory);
      if (mandatory && lines[i].startsWith("  ") && !lines[i].contains("{")) {
        String[] fewer = lines.clone();
        fewer[i] = "";
        String report = Sound.report(Sound.read(String.join("\n", fewer)));
        assertThat(report).as(lines[i]).contains("no " + name + "\n");
        asked++;
      }
    }
    assertThat(asked).isGreaterThan(40);
  }

  @Test
  void whatTheBytesShowCountsMoreThanWhatWasSaid() {
    ListedFiles files = ListedFiles.sound().with("models/ranker.safetensors", ListedFiles.pickle());
    ManifestReading.Valid valid = Sound.valid(Sound.text(), files);
    assertThat(element(valid.system(), "model/ranker").facts().get("format"))
        .isEqualTo(new Fact(new Fact.Value.Word("pickle"), Origin.OBSERVED));
    assertThat(valid.drifts())
        .singleElement()
        .satisfies(
            drift -> {
              assertThat(drift.element()).isEqualTo("model/ranker");
              assertThat(drift.declared()).isEqualTo("safetensors");
              assertThat(drift.file()).isEqualTo("models/ranker.safetensors");
            });
  }

  @Test
  void aFormatNobodySaidIsObserved() {
    String manifest = Sound.text().replace("    format: safetensors\n", "");
    assertThat(
            element(Sound.valid(manifest, ListedFiles.sound()).system(), "model/ranker")
                .facts()
                .get("format"))
        .isEqualTo(new Fact(new Fact.Value.Word("safetensors"), Origin.OBSERVED));
  }

  @Test
  void theWorstOfSeveralFilesCounts() {
    String manifest = Sound.text().replace("\"models/*.safetensors\"", "\"models/*\"");
    ListedFiles files = ListedFiles.sound().with("models/optimizer.bin", ListedFiles.pickle());
    assertThat(Sound.valid(manifest, files).drifts()).hasSize(1);
  }

  @Test
  void mangledManifestsNeverThrow() {
    byte[] valid = Sound.text().getBytes(StandardCharsets.UTF_8);
    AtomicInteger sound = new AtomicInteger();
    ForAll.cases(
        3000,
        random -> {
          byte[] damaged = Mangle.once(valid, random);
          if (random.nextBoolean()) {
            damaged = Mangle.once(damaged, random);
          }
          ManifestReading reading =
              Sound.READER.parse(Place.of("bulwark.yaml"), Bytes.of(damaged), ListedFiles.sound());
          switch (reading) {
            case ManifestReading.Valid _ -> sound.incrementAndGet();
            case ManifestReading.Invalid(var problems, boolean _) ->
                assertThat(problems)
                    .isNotEmpty()
                    .allSatisfy(
                        problem -> {
                          assertThat(problem.fix()).isNotBlank();
                          assertThat(
                                  problem
                                      .sentence()
                                      .codePoints()
                                      .noneMatch(Character::isISOControl))
                              .isTrue();
                        });
          }
        });
    assertThat(sound.get()).isBetween(1, 1500);
  }

  /// A valid reading never holds an ability or exposure that nobody declared.
  @Test
  void noMandatoryFactIsEverAssumed() {
    byte[] valid = Sound.text().getBytes(StandardCharsets.UTF_8);
    ForAll.cases(
        2000,
        random -> {
          ManifestReading reading =
              Sound.READER.parse(
                  Place.of("bulwark.yaml"),
                  Bytes.of(Mangle.once(valid, random)),
                  ListedFiles.sound());
          if (reading instanceof ManifestReading.Valid(AiSystem system, var _)) {
            for (Element element : system.elements()) {
              for (String name : element.assumed()) {
                assertThat(Sound.FACTS.of(element.kind()).get(name).nature())
                    .isNotInstanceOf(Nature.Mandatory.class)
                    .isNotInstanceOf(Nature.MandatoryWhen.class);
              }
            }
          }
        });
  }

  /// A mebibyte of anything is read, or refused, in seconds.
  @Test
  @Timeout(40)
  void hostileManifestsCannotBuyTime() {
    String items = "{id: e, from: model/e, to: model/e, untrusted: true}";
    for (String unit :
        List.of(
            "[", "{", "- ", "? ", ": ", "- - ", "a: ", "a:\n", "'", "\"", "\\", "#", "|\n", ">\n",
            "&a ", "*a ", "!a ", "!!a ", "%a\n", "---\n", "...\n", "\n", " ", "\t", "{a: ", "[a, ",
            "a,", "\u2028", "\u00e9", "<<: ", "a: [", "? - ", "{? ")) {
      Sound.read(unit.repeat((1 << 20) / unit.getBytes(StandardCharsets.UTF_8).length));
    }
    Sound.read(
        numbered("models:\n", i -> "  - {id: e" + i + ", in: component/x" + i + "}\n", 12_000));
    Sound.read(
        numbered("flows:\n", i -> "  - " + items.replace("e,", "e" + i + ",") + "\n", 8_000));
    Sound.read(numbered(Sound.text(), i -> "perssonalData" + i + ": 1\n", 30_000));
    Sound.read(
        numbered("datasets:\n- id: d\n  files:\n", i -> "  - \"**/a*" + i + "*\"\n", 40_000));
    Sound.read(numbered("system:\n  stakes:\n", i -> "  - mony" + i + "\n", 50_000));
  }

  private static String numbered(
      String head, java.util.function.IntFunction<String> line, int most) {
    StringBuilder out = new StringBuilder(head);
    for (int i = 0; i < most && out.length() < 1_000_000; i++) {
      out.append(line.apply(i));
    }
    return out.toString();
  }
}
