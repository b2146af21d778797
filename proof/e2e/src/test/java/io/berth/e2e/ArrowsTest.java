// SPDX-License-Identifier: Apache-2.0
package io.berth.e2e;

import static com.tngtech.archunit.base.DescribedPredicate.not;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.core.domain.properties.HasName.Predicates.nameMatching;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import org.junit.jupiter.api.Test;

/// The arrows of the architecture: a module uses what stands above it, never what stands below.
class ArrowsTest {

  private static final JavaClasses BERTH =
      new ClassFileImporter()
          .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
          .withImportOption(location -> !location.contains("-tests.jar"))
          .importPackages("io.berth");

  @Test
  void theModelKnowsOnlyTheJdk() {
    classes()
        .that()
        .resideInAPackage("io.berth.model")
        .should()
        .onlyDependOnClassesThat()
        .resideInAnyPackage("java..", "org.jspecify..", "io.berth.model")
        .check(BERTH);
  }

  @Test
  void theSpiKnowsOnlyTheJdkAndTheModel() {
    classes()
        .that()
        .resideInAPackage("io.berth.spi..")
        .should()
        .onlyDependOnClassesThat()
        .resideInAnyPackage("java..", "org.jspecify..", "io.berth.spi..", "io.berth.model")
        .check(BERTH);
  }

  @Test
  void theKitKnowsOnlyTheContract() {
    classes()
        .that()
        .resideInAPackage("io.berth.kit..")
        .should()
        .onlyDependOnClassesThat()
        .resideInAnyPackage(
            "java..", "org.jspecify..", "io.berth.kit..", "io.berth.spi..", "io.berth.model")
        .check(BERTH);
  }

  @Test
  void onlyTheWireAndItsProofsKnowGrpc() {
    noClasses()
        .that()
        .resideOutsideOfPackages(
            "io.berth.protocol..",
            "io.berth.sdk..",
            "io.berth.plugin..",
            "io.berth.testbackend..",
            "io.berth.conformance.backend..",
            "io.berth.bench..")
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage(
            "io.grpc..", "com.google.protobuf..", "io.netty..", "io.berth.protocol..")
        .check(BERTH);
  }

  @Test
  void theWireKnowsTheContractAndNothingOfTheProgram() {
    noClasses()
        .that()
        .resideInAnyPackage("io.berth.protocol..", "io.berth.sdk..", "io.berth.plugin..")
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage(
            "io.berth.expressions..",
            "io.berth.workflow..",
            "io.berth.engine..",
            "io.berth.actions..",
            "io.berth.services..",
            "io.berth.store..",
            "io.berth.backend..",
            "io.berth.run..",
            "io.berth.console..",
            "io.berth.cli..")
        .check(BERTH);
  }

  @Test
  void whatServesAPluginDoesNotKnowWhatCallsIt() {
    noClasses()
        .that()
        .resideInAnyPackage("io.berth.sdk..", "io.berth.testbackend..")
        .should()
        .dependOnClassesThat()
        .resideInAPackage("io.berth.plugin..")
        .check(BERTH);
  }

  @Test
  void noPartOfTheProgramKnowsItsProofs() {
    noClasses()
        .that()
        .resideOutsideOfPackages(
            "io.berth.conformance..", "io.berth.testbackend..", "io.berth.bench..")
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage("io.berth.conformance..", "io.berth.testbackend..", "io.berth.bench..")
        .check(BERTH);
  }

  @Test
  void theCoreKnowsOnlyTheModelTheSpiAndItself() {
    classes()
        .that()
        .resideInAnyPackage("io.berth.expressions..", "io.berth.workflow..", "io.berth.engine..")
        .should()
        .onlyDependOnClassesThat()
        .resideInAnyPackage(
            "java..",
            "org.jspecify..",
            "org.snakeyaml..",
            "io.berth.model",
            "io.berth.spi..",
            "io.berth.expressions..",
            "io.berth.workflow..",
            "io.berth.engine..")
        .check(BERTH);
  }

  @Test
  void theCoreTouchesNoFileNoProcessAndNoNetwork() {
    noClasses()
        .that()
        .resideInAnyPackage("io.berth.expressions..", "io.berth.workflow..", "io.berth.engine..")
        .should()
        .dependOnClassesThat()
        .haveFullyQualifiedName("java.lang.ProcessBuilder")
        .orShould()
        .dependOnClassesThat()
        .haveFullyQualifiedName("java.nio.file.Files")
        .orShould()
        .dependOnClassesThat()
        .resideInAPackage("java.net..")
        .check(BERTH);
  }

  @Test
  void theWorkflowLanguageDoesNotKnowTheEngine() {
    noClasses()
        .that()
        .resideInAnyPackage("io.berth.expressions..", "io.berth.workflow..")
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage("io.berth.engine..", "io.berth.spi..")
        .check(BERTH);
  }

  @Test
  void theEdgesDoNotKnowTheProgram() {
    noClasses()
        .that()
        .resideInAnyPackage(
            "io.berth.os..",
            "io.berth.agent..",
            "io.berth.store..",
            "io.berth.actions..",
            "io.berth.services..",
            "io.berth.backend..")
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage("io.berth.run..", "io.berth.console..", "io.berth.cli..")
        .check(BERTH);
  }

  @Test
  void theActionsKnowNoBackendNoStoreAndNoEngine() {
    noClasses()
        .that()
        .resideInAPackage("io.berth.actions..")
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage(
            "io.berth.backend..", "io.berth.store..", "io.berth.engine..", "io.berth.spi..")
        .check(BERTH);
  }

  @Test
  void theServicesKnowNoOtherEdgeAndNoRun() {
    noClasses()
        .that()
        .resideInAPackage("io.berth.services..")
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage(
            "io.berth.actions..",
            "io.berth.backend..",
            "io.berth.store..",
            "io.berth.engine..",
            "io.berth.workflow..",
            "io.berth.spi..")
        .check(BERTH);
  }

  @Test
  void theBackendsDoNotKnowEachOther() {
    slices().matching("io.berth.backend.(*)..").should().notDependOnEachOther().check(BERTH);
  }

  @Test
  void theBackendsKnowNoWorkflow() {
    noClasses()
        .that()
        .resideInAPackage("io.berth.backend..")
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage("io.berth.workflow..", "io.berth.engine..", "io.berth.store..")
        .check(BERTH);
  }

  @Test
  void ofTheExpressionLanguageTheBackendsKnowOnlyJson() {
    noClasses()
        .that()
        .resideInAPackage("io.berth.backend..")
        .should()
        .dependOnClassesThat(
            resideInAPackage("io.berth.expressions..")
                .and(
                    not(
                        nameMatching(
                            "io\\.berth\\.expressions\\.(Json|JsonException|Value(\\$.*)?)"))))
        .check(BERTH);
  }

  @Test
  void whatRunsAJobDoesNotKnowWhichBackendItHas() {
    noClasses()
        .that()
        .resideInAnyPackage("io.berth.run..", "io.berth.console..")
        .should()
        .dependOnClassesThat()
        .resideInAPackage("io.berth.backend..")
        .check(BERTH);
  }

  @Test
  void theConsoleDrawsFromEventsAlone() {
    noClasses()
        .that()
        .resideInAPackage("io.berth.console..")
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage("io.berth.run..", "io.berth.store..", "io.berth.os..")
        .check(BERTH);
  }

  @Test
  void onlyTheProgramTalksToTheTerminal() {
    noClasses()
        .that()
        .resideOutsideOfPackages(
            "io.berth.cli..",
            "io.berth.conformance..",
            "io.berth.testbackend..",
            "io.berth.bench..")
        .should()
        .accessField(System.class, "out")
        .orShould()
        .accessField(System.class, "err")
        .check(BERTH);
  }

  @Test
  void onlyTheProgramEndsTheProcess() {
    noClasses()
        .that()
        .resideOutsideOfPackages(
            "io.berth.cli..",
            "io.berth.conformance..",
            "io.berth.testbackend..",
            "io.berth.bench..")
        .should()
        .callMethod(System.class, "exit", int.class)
        .check(BERTH);
  }

  @Test
  void noPackageCycles() {
    slices().matching("io.berth.(*)..").should().beFreeOfCycles().check(BERTH);
  }
}
