package io.eddyline.k8s;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;

/** The layering of docs/architecture.md. A change here needs a decision record. */
@AnalyzeClasses(packages = "io.eddyline", importOptions = ImportOption.DoNotIncludeTests.class)
class ArchitectureTest {
  private static final String[] PURE = {
    "io.eddyline.learner.kernel..",
    "io.eddyline.learner.table..",
    "io.eddyline.learner.negatives..",
    "io.eddyline.learner.train..",
    "io.eddyline.learner.health..",
    "io.eddyline.learner.coldstart.."
  };

  @ArchTest
  static final ArchRule schemasKnowNobody =
      noClasses()
          .that()
          .resideInAPackage("io.eddyline.schemas..")
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage(
              "io.eddyline.ingest..",
              "io.eddyline.learner..",
              "io.eddyline.serving..",
              "io.eddyline.k8s..");

  @ArchTest
  static final ArchRule ingestKnowsSchemasAlone =
      noClasses()
          .that()
          .resideInAPackage("io.eddyline.ingest..")
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage(
              "io.eddyline.learner..", "io.eddyline.serving..", "io.eddyline.k8s..");

  @ArchTest
  static final ArchRule learnerKnowsSchemasAlone =
      noClasses()
          .that()
          .resideInAPackage("io.eddyline.learner..")
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage("io.eddyline.ingest..", "io.eddyline.serving..", "io.eddyline.k8s..");

  @ArchTest
  static final ArchRule servingKnowsSchemasAlone =
      noClasses()
          .that()
          .resideInAPackage("io.eddyline.serving..")
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage("io.eddyline.ingest..", "io.eddyline.learner..", "io.eddyline.k8s..");

  @ArchTest
  static final ArchRule theLearningIsFreeOfInfrastructure =
      noClasses()
          .that()
          .resideInAnyPackage(PURE)
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage(
              "org.apache.kafka..",
              "io.aeron..",
              "io.vertx..",
              "ai.onnx..",
              "ai.onnxruntime..",
              "com.google.protobuf..",
              "io.eddyline.learner.stream..",
              "io.eddyline.learner.snapshot..",
              "io.eddyline.learner.evaluate..");

  @ArchTest
  static final ArchRule onlyTheCommitHookUsesStreamsInternals =
      noClasses()
          .that()
          .doNotHaveSimpleName("CommitHook")
          .and()
          .doNotHaveSimpleName("HookBuilder")
          .and()
          .resideInAPackage("io.eddyline..")
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage(
              "org.apache.kafka.streams.processor.internals..",
              "org.apache.kafka.streams.state.internals..");

  @ArchTest
  static final ArchRule onlyTheBucketsPackageKnowsTheSdk =
      noClasses()
          .that()
          .resideOutsideOfPackage("io.eddyline.schemas.snapshot.s3..")
          .should()
          .dependOnClassesThat()
          .resideInAPackage("software.amazon..");

  @ArchTest
  static final ArchRule packagesOfAModuleFormNoCycles =
      slices().matching("io.eddyline.(*).(*)..").should().beFreeOfCycles();

  @ArchTest
  static final ArchRule noPackageIsADrawer =
      classes()
          .that()
          .resideInAPackage("io.eddyline..")
          .should()
          .resideOutsideOfPackages(
              "..util..", "..common..", "..helper..", "..impl..", "..manager..");
}
