package dev.holdfast.shrink;

import static org.assertj.core.api.Assertions.assertThat;

import dev.holdfast.testkit.EventLog;
import dev.holdfast.testkit.SentMessage;
import dev.holdfast.testkit.Served;
import dev.holdfast.testkit.StreamServer;
import java.io.File;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** An app that R8 has shrunk works as before, by the SDK's rules and its own, and by no fewer. */
@Timeout(value = 5, unit = TimeUnit.MINUTES)
class ShrunkIT {
  private static final String[] ALL = {
    "sse ACME@10/SELL MANY@20/BUY",
    "long-poll ACME@10/SELL MANY@20/BUY",
    "websocket ACME@10/SELL MANY@20/BUY",
    "listener ACME@10/SELL",
    "run 1 from trade",
    "run 2 from trades",
    "websocket ACKNOWLEDGED ACKNOWLEDGED",
    "sse ACKNOWLEDGED ACKNOWLEDGED",
    "drop-in code 200"
  };

  private final StreamServer server = StreamServer.builder().start();
  private final EventLog log = server.stream("/events").startFromBeginning();
  private final Path nop = R8.FILES.resolve("slf4j-nop.jar");

  @TempDir Path scratch;

  @BeforeEach
  void publish() {
    log.publish("trade", "{\"symbol\":\"ACME\",\"price\":10,\"side\":\"SELL\"}");
    log.publish("trades", "[{\"symbol\":\"MANY\",\"price\":20,\"side\":\"BUY\"}]");
  }

  @AfterEach
  void stop() {
    server.close();
  }

  @Test
  void doesAllThatItDidBefore() throws Exception {
    List<Path> program = new ArrayList<>(Parts.dependencies());
    program.add(nop);
    program.add(Parts.sdk());
    assertThat(shrink(Parts.okHttpRules(), program, List.of())).isEmpty();

    int status = run(List.of(shrunk()));

    // What SLF4J says when it finds no logger would be here, too.
    assertThat(said("err")).isEmpty();
    assertThat(said("out")).containsExactly(ALL);
    assertThat(status).isZero();
    assertThat(log.sends().messages())
        .extracting(SentMessage::by)
        .containsExactly(Served.WEBSOCKET, Served.WEBSOCKET, Served.SEND, Served.SEND);
    assertThat(log.sends().messages())
        .extracting(sent -> sent.data().text())
        .containsOnly("hello", "{\"symbol\":\"SENT\",\"price\":3,\"side\":\"SELL\"}");
    assertThat(server.requests())
        .hasSizeGreaterThan(8)
        .allSatisfy(seen -> assertThat(seen.header("Authorization")).isEqualTo("Bearer token"));
  }

  /** Each of the rules, and none: the control. What is only to keep R8 quiet is DexIT's. */
  static Stream<String> leftOut() {
    return Stream.concat(
        Stream.of("none"),
        Parts.directives().stream().filter(rule -> !rule.startsWith("-dontwarn")));
  }

  @ParameterizedTest
  @MethodSource("leftOut")
  void needsEachRule(String leftOut) throws Exception {
    List<String> rules =
        Parts.directives().stream()
            .filter(rule -> !rule.equals(leftOut))
            .collect(Collectors.toList());
    List<Path> program = new ArrayList<>(Parts.jackson());
    program.add(Parts.sdkWith(rules, scratch));
    // Only what is taken away matters here, and what has no part in it stays as it is: a third of
    // the time.
    assertThat(shrink("-dontoptimize", program, Parts.others())).isEmpty();

    List<Path> classPath = new ArrayList<>(Parts.others());
    classPath.add(shrunk());
    classPath.add(nop);
    int status = run(classPath);

    if (leftOut.equals("none")) {
      assertThat(said("err")).isEmpty();
      assertThat(said("out")).containsExactly(ALL);
    } else {
      assertThat(status).isNotZero();
      assertThat(said("err").get(0))
          .contains("Exception in thread \"main\"")
          .containsAnyOf("ExceptionInInitializerError", "without actual type information");
    }
  }

  private Path shrunk() {
    return scratch.resolve("shrunk.jar");
  }

  private List<String> shrink(String rules, List<Path> program, List<Path> beside)
      throws Exception {
    Path own = scratch.resolve("app.pro");
    Files.writeString(own, Parts.APP_RULES + rules);
    List<String> arguments = new ArrayList<>(List.of("--classfile", "--release"));
    arguments.addAll(
        List.of("--lib", System.getProperty("java.home"), "--pg-conf", own.toString()));
    beside.forEach(jar -> arguments.addAll(List.of("--classpath", jar.toString())));
    arguments.addAll(List.of("--output", shrunk().toString(), Parts.app(scratch).toString()));
    program.forEach(jar -> arguments.add(jar.toString()));
    return R8.run("R8", arguments);
  }

  private int run(List<Path> classPath) throws Exception {
    String paths =
        classPath.stream().map(Path::toString).collect(Collectors.joining(File.pathSeparator));
    Process app =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx128m",
                "-cp",
                paths,
                "dev.holdfast.shrink.ShrunkApp",
                server.url("/events").toString(),
                scratch.resolve("cursors").toString())
            .redirectOutput(scratch.resolve("out").toFile())
            .redirectError(scratch.resolve("err").toFile())
            .start();
    try {
      assertThat(app.waitFor(2, TimeUnit.MINUTES)).as("ends").isTrue();
      return app.exitValue();
    } finally {
      app.destroyForcibly();
    }
  }

  private List<String> said(String where) throws Exception {
    return Files.readAllLines(scratch.resolve(where));
  }
}
