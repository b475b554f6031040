package dev.bulwark.cli;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaAccess;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import dev.bulwark.evidence.Evidence;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// The arrows of ARCHITECTURE.md and the laws that can be read off the class files.
class ArchitectureTest {
  private static final JavaClasses CLASSES =
      new ClassFileImporter()
          .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
          .importPackages("dev.bulwark");

  /// What each library may use besides the JDK and others' libraries.
  private static final Map<String, List<String>> MAY_USE =
      Map.of(
          "kernel", List.of(),
          "evidence", List.of("kernel"),
          "control", List.of("kernel", "evidence"),
          "scan", List.of("kernel"),
          "govern", List.of("kernel"),
          "inventory", List.of("kernel"),
          "registry", List.of("kernel", "evidence", "control"),
          "store", List.of("kernel", "evidence"));

  private static final Map<String, String> BECAUSE =
      Map.of(
          "kernel", "the nouns know nobody",
          "evidence", "the waist knows neither producers nor deciders",
          "control", "a decider reads evidence and never learns who produced it",
          "scan", "a producer never learns who reads it",
          "govern", "a producer never learns who reads it",
          "inventory", "a producer never learns who reads it",
          "registry", "what is released is decided on evidence, never on what a producer claims",
          "store", "an adapter knows the ports it serves, not who calls them");

  static Stream<String> modules() {
    return MAY_USE.keySet().stream().sorted();
  }

  @ParameterizedTest
  @MethodSource("modules")
  void arrowsOnlyPointDown(String module) {
    assertThat(inside(module)).as("classes seen in " + module).isNotEmpty();
    String[] others =
        Stream.concat(modules(), Stream.of("project", "cli", "server"))
            .filter(other -> !other.equals(module) && !MAY_USE.get(module).contains(other))
            .map(ArchitectureTest::packages)
            .toArray(String[]::new);
    noClasses()
        .that()
        .resideInAPackage(packages(module))
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage(others)
        .because(BECAUSE.get(module))
        .check(CLASSES);
  }

  @Test
  void whatBothShellsStandOnKnowsNeither() {
    assertThat(inside("project")).as("classes seen in project").isNotEmpty();
    noClasses()
        .that()
        .resideInAPackage(packages("project"))
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage(packages("cli"), packages("server"), "picocli..")
        .because("a project's folder is the same, whoever opens it")
        .check(CLASSES);
  }

  @Test
  void theKernelUsesTheJdkAlone() {
    classes()
        .that()
        .resideInAPackage(packages("kernel"))
        .should()
        .onlyDependOnClassesThat()
        .resideInAnyPackage("java..", "dev.bulwark.kernel..", "org.jspecify..")
        .because("whatever the kernel needs, everybody needs")
        .check(CLASSES);
  }

  @Test
  void librariesReadNoClockAndDoNotPrint() {
    noClasses()
        .that()
        .resideInAnyPackage(modules().map(ArchitectureTest::packages).toArray(String[]::new))
        .should()
        .callMethod(java.time.Instant.class, "now")
        .orShould()
        .callMethod(System.class, "currentTimeMillis")
        .orShould()
        .callMethod(System.class, "nanoTime")
        .orShould()
        .accessField(System.class, "out")
        .orShould()
        .accessField(System.class, "err")
        .orShould()
        .callMethod(System.class, "getenv", String.class)
        .because("time, chance and the outside world come in from a shell (law 8)")
        .check(CLASSES);
  }

  @Test
  void onlyTheVerifierMakesEvidence() {
    assertThat(makersOf(Evidence.class)).containsExactly("dev.bulwark.evidence.Verifier");
  }

  @Test
  void onlyTheGateMakesAnAllow() {
    assertThat(makersOf(dev.bulwark.control.gate.Decision.Allow.class))
        .containsExactly("dev.bulwark.control.gate.Gate");
  }

  @Test
  void onlyTheVerifierSaysThatATreeIsVerified() {
    assertThat(makersOf(dev.bulwark.registry.signing.TreeVerification.Verified.class))
        .allMatch(maker -> maker.startsWith("dev.bulwark.registry.signing.TreeVerifier"));
    assertThat(makersOf(dev.bulwark.registry.signing.TreeVerification.Verified.class)).isNotEmpty();
  }

  @Test
  void onlyTheStatusFunctionMakesAStatus() {
    assertThat(makersOf(dev.bulwark.control.status.ControlStatus.Satisfied.class))
        .containsExactly("dev.bulwark.control.status.ControlStatus");
  }

  @Test
  void nothingUnderInspectionIsEverDeserialised() {
    noClasses()
        .should()
        .dependOnClassesThat()
        .areAssignableTo(java.io.ObjectInputStream.class)
        .orShould()
        .dependOnClassesThat()
        .areAssignableTo(java.net.URLClassLoader.class)
        .orShould()
        .callMethod(Class.class, "forName", String.class)
        .because("inspect, never execute (law 5)")
        .check(CLASSES);
  }

  @Test
  void everyExportedKernelTypeIsInTheVocabulary() throws Exception {
    String vocabulary = Files.readString(Path.of("..", "VOCABULARY.md"));
    TreeSet<String> missing = new TreeSet<>();
    for (JavaClass type : CLASSES.that(isTopLevelKernelType())) {
      if (!vocabulary.matches("(?s).*\\b" + type.getSimpleName() + "\\b.*")) {
        missing.add(type.getSimpleName());
      }
    }
    assertThat(missing).isEmpty();
  }

  private static TreeSet<String> makersOf(Class<?> type) {
    TreeSet<String> makers = new TreeSet<>();
    CLASSES.get(type).getConstructors().stream()
        .flatMap(constructor -> constructor.getAccessesToSelf().stream())
        .map(JavaAccess::getOriginOwner)
        .map(JavaClass::getName)
        .forEach(makers::add);
    return makers;
  }

  private static DescribedPredicate<JavaClass> isTopLevelKernelType() {
    return DescribedPredicate.describe(
        "exported by the kernel",
        type ->
            type.getPackageName().startsWith("dev.bulwark.kernel")
                && type.isTopLevelClass()
                && type.getModifiers()
                    .contains(com.tngtech.archunit.core.domain.JavaModifier.PUBLIC));
  }

  private static List<JavaClass> inside(String module) {
    return CLASSES.stream()
        .filter(type -> type.getPackageName().startsWith("dev.bulwark." + module))
        .toList();
  }

  private static String packages(String module) {
    return "dev.bulwark." + module + "..";
  }
}
