package dev.holdfast.shrink;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.holdfast.testkit.StreamServer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.TreeSet;
import java.util.stream.Stream;
import mockwebserver3.MockWebServer;
import okhttp3.OkHttpClient;
import okhttp3.sse.EventSource;
import okhttp3.tls.HandshakeCertificates;
import org.jspecify.annotations.NullMarked;
import org.junit.jupiter.api.Test;
import org.slf4j.Logger;

/**
 * What Gradle is told of the two artifacts is of the form of okhttp-sse's own, and true. Gradle
 * itself is not run.
 */
class ModuleMetadataIT {
  private static final String MARKER =
      "<!-- do_not_remove: published-with-gradle-metadata -->\n  <modelVersion>";

  private final ObjectMapper mapper = new ObjectMapper();

  @Test
  void ofTheSdkNamesWhatGradleChoosesFrom() throws Exception {
    check(
        Path.of("."),
        "holdfast-sdk",
        Parts.sdk(),
        dependency("com.squareup.okhttp3:okhttp", "okhttp-jvm", OkHttpClient.class),
        dependency("com.squareup.okhttp3:okhttp-sse", "okhttp-sse", EventSource.class),
        dependency(
            "com.fasterxml.jackson.core:jackson-databind", "jackson-databind", ObjectMapper.class),
        dependency("org.slf4j:slf4j-api", "slf4j-api", Logger.class),
        dependency("org.jspecify:jspecify", "jspecify", NullMarked.class));
  }

  @Test
  void ofTheTestKitDoesSo() throws Exception {
    check(
        Path.of("..", "testkit"),
        "holdfast-testkit",
        Parts.jarOf(StreamServer.class),
        dependency("com.squareup.okhttp3:mockwebserver3", "mockwebserver3", MockWebServer.class),
        dependency("com.squareup.okhttp3:okhttp", "okhttp-jvm", OkHttpClient.class),
        dependency("com.squareup.okhttp3:okhttp-tls", "okhttp-tls", HandshakeCertificates.class),
        dependency("org.jspecify:jspecify", "jspecify", NullMarked.class));
  }

  /** In the version that this build uses, which its jar's name tells. */
  private static String dependency(String name, String jar, Class<?> one) {
    String file = Parts.jarOf(one).getFileName().toString();
    assertThat(file).startsWith(jar + "-").endsWith(".jar");
    return name + ":" + file.substring(jar.length() + 1, file.length() - ".jar".length());
  }

  private void check(Path folder, String name, Path jar, String... dependencies) throws Exception {
    JsonNode like = mapper.readTree(R8.FILES.resolve("okhttp-sse.module").toFile());
    String file = jar.getFileName().toString();
    assertThat(file).startsWith(name + "-").endsWith(".jar");
    String version = file.substring(name.length() + 1, file.length() - ".jar".length());
    Path path = folder.resolve("target").resolve(name + "-" + version + ".module");
    JsonNode module = mapper.readTree(path.toFile());

    assertThat(keys(module)).isEqualTo(keys(like));
    assertThat(module.path("formatVersion")).isEqualTo(like.path("formatVersion"));
    JsonNode component = module.path("component");
    assertThat(keys(component)).isEqualTo(keys(like.path("component")));
    assertThat(component.path("group").asText()).isEqualTo("dev.holdfast");
    assertThat(component.path("module").asText()).isEqualTo(name);
    assertThat(component.path("version").asText()).isEqualTo(version);
    for (String variant : List.of("apiElements", "runtimeElements")) {
      JsonNode own = variant(module, variant);
      JsonNode others = variant(like, variant);
      assertThat(keys(own)).isEqualTo(keys(others));
      assertThat(own.path("attributes")).isEqualTo(forJava(others.path("attributes")));
      assertThat(texts(own.path("dependencies"))).containsExactly(dependencies);
      checkFile(own.path("files"), others.path("files"), jar);
    }
    JsonNode sources = variant(module, "sourcesElements");
    assertThat(keys(sources)).isEqualTo(keys(variant(like, "sourcesElements")));
    assertThat(sources.path("attributes"))
        .isEqualTo(variant(like, "sourcesElements").path("attributes"));
    checkFile(
        sources.path("files"),
        variant(like, "sourcesElements").path("files"),
        folder.resolve("target").resolve(name + "-" + version + "-sources.jar"));
    assertThat(Files.readString(folder.resolve("pom.xml"))).contains(MARKER);
  }

  private static void checkFile(JsonNode own, JsonNode others, Path file) throws Exception {
    assertThat(own).hasSize(1);
    assertThat(keys(own.get(0))).isEqualTo(keys(others.get(0)));
    assertThat(own.get(0).path("name").asText()).isEqualTo(file.getFileName().toString());
    assertThat(own.get(0).path("url").asText()).isEqualTo(file.getFileName().toString());
    byte[] bytes = Files.readAllBytes(file);
    assertThat(own.get(0).path("size").asLong()).isEqualTo(bytes.length);
    for (String sum : List.of("SHA-512", "SHA-256", "SHA-1", "MD5")) {
      assertThat(own.get(0).path(sum.replace("-", "").toLowerCase(Locale.ROOT)).asText())
          .isEqualTo(HexFormat.of().formatHex(MessageDigest.getInstance(sum).digest(bytes)));
    }
  }

  /** Of an artifact in Kotlin, without what says so. */
  private static JsonNode forJava(JsonNode attributes) {
    JsonNode copy = attributes.deepCopy();
    ((ObjectNode) copy).remove("org.jetbrains.kotlin.platform.type");
    return copy;
  }

  private static JsonNode variant(JsonNode module, String name) {
    for (JsonNode variant : module.path("variants")) {
      if (variant.path("name").asText().equals(name)) {
        return variant;
      }
    }
    throw new AssertionError("no " + name + " in " + module);
  }

  private static List<String> texts(JsonNode dependencies) {
    List<String> texts = new ArrayList<>();
    for (JsonNode one : dependencies) {
      texts.add(
          Stream.of(one.path("group"), one.path("module"), one.path("version").path("requires"))
              .map(JsonNode::asText)
              .reduce((a, b) -> a + ":" + b)
              .orElseThrow());
    }
    return texts;
  }

  private static TreeSet<String> keys(JsonNode node) {
    TreeSet<String> keys = new TreeSet<>();
    node.fieldNames().forEachRemaining(keys::add);
    return keys;
  }
}
