package dev.bulwark.evidence;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.lang.classfile.ClassFile;
import java.lang.classfile.ClassModel;
import java.lang.classfile.CodeElement;
import java.lang.classfile.instruction.InvokeInstruction;
import java.lang.reflect.Modifier;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/// Law 3: only the verifier makes evidence.
class EvidenceHasOneMakerTest {
  private static final String EVIDENCE = "dev/bulwark/evidence/Evidence";

  @Test
  void onlyTheVerifierCallsTheConstructor() throws Exception {
    List<String> callers = new ArrayList<>();
    List<Path> classes = classes();
    for (Path file : classes) {
      ClassModel model = ClassFile.of().parse(file);
      if (callsTheConstructor(model)) {
        callers.add(model.thisClass().asInternalName());
      }
    }
    assertThat(classes).hasSizeGreaterThan(20);
    assertThat(callers).containsExactly("dev/bulwark/evidence/Verifier");
  }

  @Test
  void theConstructorIsNotPublicAndTheClassIsFinal() {
    assertThat(Modifier.isFinal(Evidence.class.getModifiers())).isTrue();
    assertThat(Evidence.class.getDeclaredConstructors())
        .singleElement()
        .satisfies(maker -> assertThat(Modifier.isPublic(maker.getModifiers())).isFalse());
  }

  /// Remembering signatures instead of checking them would be a second maker.
  @Test
  void theSignatureCheckCannotBeReplacedFromOutside() {
    assertThat(Modifier.isPublic(Verifier.SignatureCheck.class.getModifiers())).isFalse();
    assertThat(Verifier.class.getConstructors())
        .singleElement()
        .satisfies(maker -> assertThat(maker.getParameterCount()).isZero());
  }

  private static boolean callsTheConstructor(ClassModel model) {
    return model.methods().stream()
        .flatMap(method -> method.code().stream())
        .flatMap(code -> code.elementStream())
        .anyMatch(EvidenceHasOneMakerTest::isConstructorCall);
  }

  private static boolean isConstructorCall(CodeElement element) {
    return element instanceof InvokeInstruction call
        && call.owner().asInternalName().equals(EVIDENCE)
        && call.name().equalsString("<init>");
  }

  private static List<Path> classes() throws IOException, URISyntaxException {
    Path root = Path.of(Evidence.class.getProtectionDomain().getCodeSource().getLocation().toURI());
    try (Stream<Path> files = Files.walk(root)) {
      return files.filter(file -> file.toString().endsWith(".class")).toList();
    }
  }
}
