package dev.holdfast.internal;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.Architectures.layeredArchitecture;

import com.tngtech.archunit.core.domain.JavaCall;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.properties.HasName;
import com.tngtech.archunit.core.domain.properties.HasOwner;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.core.importer.Location;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;
import dev.holdfast.internal.loop.Clock;
import dev.holdfast.internal.loop.Environment;
import dev.holdfast.internal.loop.Randomness;
import dev.holdfast.internal.loop.Readers;
import dev.holdfast.internal.loop.SystemTimers;
import java.util.Random;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.ThreadLocalRandom;

/** Data runs one way, and time, randomness and threads come in by constructor. */
@AnalyzeClasses(
    packages = "dev.holdfast",
    importOptions = {ImportOption.DoNotIncludeTests.class, ArchitectureTest.NotTheTestkit.class})
class ArchitectureTest {
  static final class NotTheTestkit implements ImportOption {
    @Override
    public boolean includes(Location location) {
      return !location.contains("/dev/holdfast/testkit/");
    }
  }

  private static final String INTERNAL = "dev.holdfast.internal.";

  @ArchTest
  static final ArchRule dataRunsOneWay =
      layeredArchitecture()
          .consideringOnlyDependenciesInAnyPackage("dev.holdfast.internal..")
          .layer("assembly")
          .definedBy("dev.holdfast.internal")
          .layer("connection")
          .definedBy(INTERNAL + "connection..")
          .layer("transport")
          .definedBy(INTERNAL + "transport..")
          .layer("wire")
          .definedBy(INTERNAL + "wire..")
          .layer("session")
          .definedBy(INTERNAL + "session..")
          .layer("delivery")
          .definedBy(INTERNAL + "delivery..")
          .layer("loop")
          .definedBy(INTERNAL + "loop..")
          .layer("log")
          .definedBy(INTERNAL + "log..")
          .layer("share")
          .definedBy(INTERNAL + "share..")
          .layer("pull")
          .definedBy(INTERNAL + "pull..")
          .layer("store")
          .definedBy(INTERNAL + "store..")
          .whereLayer("share")
          .mayOnlyBeAccessedByLayers("assembly")
          .whereLayer("pull")
          .mayOnlyBeAccessedByLayers("assembly")
          .whereLayer("log")
          .mayOnlyBeAccessedByLayers("assembly")
          .whereLayer("connection")
          .mayOnlyBeAccessedByLayers("assembly", "share")
          .whereLayer("transport")
          .mayOnlyBeAccessedByLayers("assembly", "connection")
          .whereLayer("store")
          .mayOnlyBeAccessedByLayers("assembly", "connection")
          .whereLayer("wire")
          .mayOnlyBeAccessedByLayers("transport")
          .whereLayer("session")
          .mayOnlyBeAccessedByLayers("connection")
          .whereLayer("delivery")
          .mayOnlyBeAccessedByLayers("connection", "share");

  @ArchTest
  static final ArchRule theWireKnowsNoSocketNoThreadAndNoHttp =
      noClasses()
          .that()
          .resideInAPackage(INTERNAL + "wire..")
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage(
              "java.net..", "java.util.concurrent..", "okhttp3..", INTERNAL + "loop..");

  @ArchTest
  static final ArchRule theDropInNeedsNoMoreThanAnAppDoes =
      noClasses()
          .that()
          .resideInAPackage("dev.holdfast.okhttp..")
          .should()
          .dependOnClassesThat()
          .resideInAPackage("dev.holdfast.internal..");

  @ArchTest
  static final ArchRule onlyTheDropInKnowsOkHttpSse =
      noClasses()
          .that()
          .resideOutsideOfPackage("dev.holdfast.okhttp..")
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage("dev.holdfast.okhttp..", "okhttp3.sse..");

  @ArchTest
  static final ArchRule streamsKnowNothingOfJsonPayloads =
      noClasses()
          .that()
          .resideInAPackage("dev.holdfast.internal..")
          .should()
          .dependOnClassesThat()
          .resideInAPackage("dev.holdfast.json..");

  @ArchTest
  static final ArchRule jsonPayloadsNeedNoMoreThanAnAppDoes =
      noClasses()
          .that()
          .resideInAPackage("dev.holdfast.json..")
          .should()
          .dependOnClassesThat()
          .resideInAPackage(INTERNAL + "*..");

  /** It is optional: only a class that nobody loads without need may name it. */
  @ArchTest
  static final ArchRule oneClassKnowsTheSchemaLibrary =
      noClasses()
          .that()
          .haveNameNotMatching("dev\\.holdfast\\.json\\.NetworkntSchemas.*")
          .should()
          .dependOnClassesThat()
          .resideInAPackage("com.networknt..");

  @ArchTest
  static final ArchRule noClockOfItsOwn =
      noClasses()
          .that()
          .doNotBelongToAnyOf(Clock.class)
          .should()
          .callMethod(System.class, "nanoTime")
          .orShould()
          .callMethod(System.class, "currentTimeMillis")
          .orShould()
          .callMethodWhere(
              JavaCall.Predicates.target(
                  HasOwner.Predicates.With.owner(
                          JavaClass.Predicates.resideInAPackage("java.time.."))
                      .and(HasName.Predicates.name("now"))));

  @ArchTest
  static final ArchRule noThreadOfItsOwn =
      noClasses()
          .that()
          .doNotBelongToAnyOf(Readers.class, SystemTimers.class, Environment.class)
          .should()
          .callConstructor(Thread.class, Runnable.class)
          .orShould()
          .callConstructor(Thread.class, Runnable.class, String.class)
          .orShould()
          .callMethod(Thread.class, "sleep", long.class)
          .orShould()
          .dependOnClassesThat()
          .areAssignableTo(Executors.class)
          .orShould()
          .dependOnClassesThat()
          .areAssignableTo(ScheduledThreadPoolExecutor.class);

  @ArchTest
  static final ArchRule noRandomnessOfItsOwn =
      noClasses()
          .that()
          .doNotBelongToAnyOf(Randomness.class)
          .should()
          .dependOnClassesThat()
          .areAssignableTo(Random.class)
          .orShould()
          .dependOnClassesThat()
          .areAssignableTo(ThreadLocalRandom.class)
          .orShould()
          .callMethod(Math.class, "random");

  @ArchTest
  static final ArchRule noThreadThatMayBeInAppCodeIsInterrupted =
      noClasses()
          .should()
          .callMethodWhere(
              JavaCall.Predicates.target(HasName.Predicates.nameMatching("shutdownNow")));
}
