package dev.holdfast.internal.delivery;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.File;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** A million events by each policy, in a process of 64 MiB: exactly what each promises. */
@Timeout(200)
class MillionEventsTest {
  @Test
  void eachPolicyKeepsItsPromiseToTheLastEvent(@TempDir Path scratch) throws Exception {
    File out = scratch.resolve("out").toFile();
    Process run =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx64m",
                "-XX:+UseSerialGC",
                "-cp",
                System.getProperty(
                    "surefire.test.class.path", System.getProperty("java.class.path")),
                "dev.holdfast.internal.delivery.OverflowRun",
                "1000000",
                "BLOCK",
                "DROP_OLDEST",
                "CONFLATE",
                "FAIL",
                "ACK")
            .redirectErrorStream(true)
            .redirectOutput(out)
            .start();
    try {
      assertThat(run.waitFor(180, TimeUnit.SECONDS)).as("in time").isTrue();
    } finally {
      run.destroyForcibly();
    }
    String said = Files.readString(out.toPath());
    System.out.println(said);
    assertThat(said.lines().filter(line -> line.startsWith("OUTCOME")))
        .as(said)
        .containsExactly(
            "OUTCOME BLOCK as promised",
            "OUTCOME DROP_OLDEST as promised",
            "OUTCOME CONFLATE as promised",
            "OUTCOME FAIL as promised",
            "OUTCOME ACK as promised");
    assertThat(run.exitValue()).isZero();
  }
}
