package dev.bulwark.control.gate;

import static org.assertj.core.api.Assertions.assertThat;

import dev.bulwark.control.status.Assessment;
import java.io.IOException;
import java.lang.classfile.ClassFile;
import java.lang.classfile.ClassModel;
import java.lang.classfile.instruction.InvokeInstruction;
import java.lang.reflect.Constructor;
import java.lang.reflect.Modifier;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/// Law 3: only a gate makes an Allow. Law 2: only the status function makes an Assessment.
class AllowHasOneMakerTest {

  @Test
  void nothingButTheGateMakesAnAllow() throws Exception {
    assertThat(callers("dev/bulwark/control/gate/Decision$Allow"))
        .containsExactly("dev/bulwark/control/gate/Gate");
  }

  @Test
  void nothingButTheStatusFunctionMakesAnAssessment() throws Exception {
    assertThat(callers("dev/bulwark/control/status/Assessment"))
        .containsExactly("dev/bulwark/control/status/Assessment");
  }

  @Test
  void theMakersAreNotPublicAndTheClassesAreFinal() {
    for (Class<?> earned : List.of(Decision.Allow.class, Assessment.class)) {
      assertThat(Modifier.isFinal(earned.getModifiers())).isTrue();
      for (Constructor<?> maker : earned.getDeclaredConstructors()) {
        assertThat(Modifier.isPublic(maker.getModifiers())).isFalse();
      }
    }
  }

  private static List<String> callers(String made) throws IOException, URISyntaxException {
    List<Path> classes = classes();
    assertThat(classes).hasSizeGreaterThan(60);
    List<String> callers = new ArrayList<>();
    for (Path file : classes) {
      ClassModel model = ClassFile.of().parse(file);
      if (constructs(model, made)) {
        callers.add(model.thisClass().asInternalName());
      }
    }
    return callers;
  }

  private static boolean constructs(ClassModel model, String made) {
    return model.methods().stream()
        .flatMap(method -> method.code().stream())
        .flatMap(code -> code.elementStream())
        .anyMatch(
            element ->
                element instanceof InvokeInstruction call
                    && call.owner().asInternalName().equals(made)
                    && call.name().equalsString("<init>"));
  }

  private static List<Path> classes() throws IOException, URISyntaxException {
    Path root = Path.of(Gate.class.getProtectionDomain().getCodeSource().getLocation().toURI());
    try (Stream<Path> files = Files.walk(root)) {
      return files.filter(file -> file.toString().endsWith(".class")).toList();
    }
  }
}
