package dev.bulwark.server;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import org.junit.jupiter.api.Test;
import org.springframework.stereotype.Controller;

/// The arrows inside the server.
final class ServerArchitectureTest {
  private static final JavaClasses SERVER =
      new ClassFileImporter()
          .withImportOption(new ImportOption.DoNotIncludeTests())
          .importPackages("dev.bulwark.server");

  @Test
  void theClassesWereSeen() {
    assertThat(SERVER.size()).isGreaterThan(40);
  }

  @Test
  void accessKnowsNobody() {
    noClasses()
        .that()
        .resideInAPackage("..server.access..")
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage(
            "..server.account..",
            "..server.project..",
            "..server.console..",
            "..server.rest..",
            "..server.web..",
            "org.springframework..",
            "jakarta..")
        .because("who may do what is one pure table that a test can walk")
        .check(SERVER);
  }

  @Test
  void onlyCommandsKnowTheCommandLine() {
    noClasses()
        .that()
        .haveSimpleNameNotEndingWith("Command")
        .and()
        .haveSimpleNameNotEndingWith("Main")
        .and()
        .haveSimpleNameNotEndingWith("Practice")
        .should()
        .dependOnClassesThat()
        .resideInAPackage("dev.bulwark.cli..")
        .because("the server stands on the project beside the command line, not on it")
        .check(SERVER);
  }

  @Test
  void tablesAreReadInOnePlace() {
    noClasses()
        .that()
        .resideInAnyPackage(
            "..server.console..", "..server.rest..", "..server.web..", "..server.oci..")
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage("org.jdbi..", "java.sql..")
        .because("a page that reads tables would know what access should have decided")
        .check(SERVER);
  }

  @Test
  void springStaysAtTheEdge() {
    noClasses()
        .that()
        .resideInAnyPackage(
            "..server.project..", "..server.access..", "..server.sql..", "..server.upload..")
        .should()
        .dependOnClassesThat()
        .resideInAPackage("org.springframework..")
        .because("what the server does can be called without a framework")
        .check(SERVER);
  }

  @Test
  void handlersAreControllers() {
    classes()
        .that()
        .areAnnotatedWith(Controller.class)
        .should()
        .resideInAnyPackage(
            "..server.console..",
            "..server.rest..",
            "..server.metrics..",
            "..server.mlflow..",
            "..server.oci..")
        .because("the test that walks the router must see every handler")
        .check(SERVER);
  }

  @Test
  void largeLibrariesAreNamedInOnePackageEach() {
    noClasses()
        .that()
        .resideOutsideOfPackage("..server.trace..")
        .should()
        .dependOnClassesThat()
        .resideInAPackage("io.opentelemetry..")
        .because("it is loaded only where a receiver is set")
        .check(SERVER);
    noClasses()
        .that()
        .resideOutsideOfPackage("..server.objects..")
        .should()
        .dependOnClassesThat()
        .resideInAPackage("software.amazon..")
        .because("it is loaded only where an S3 server is set")
        .check(SERVER);
  }
}
