package dev.holdfast.json;

import static dev.holdfast.json.Events.event;
import static dev.holdfast.json.Events.failure;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.sun.net.httpserver.HttpServer;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Where a schema's references may lead: never to the network, and not out of its folder. */
class SchemaReferencesTest {
  @TempDir Path folder;
  private final AtomicInteger requests = new AtomicInteger();
  private HttpServer server;

  @BeforeEach
  void serve() throws Exception {
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.createContext(
        "/",
        exchange -> {
          requests.incrementAndGet();
          byte[] schema = "{\"type\":\"string\"}".getBytes(StandardCharsets.UTF_8);
          exchange.sendResponseHeaders(200, schema.length);
          exchange.getResponseBody().write(schema);
          exchange.close();
        });
    server.start();
  }

  @AfterEach
  void stop() {
    server.stop(0);
  }

  private Path write(String name, String schema) throws Exception {
    Path file = folder.resolve(name);
    Files.createDirectories(file.getParent());
    return Files.write(file, schema.getBytes(StandardCharsets.UTF_8));
  }

  private static JsonEvents checking(JsonSchemas.Builder schemas) {
    return JsonEvents.builder().schemas(schemas.build()).build();
  }

  private static void refused(JsonSchemas.Builder schemas, String pointer, String says) {
    assertThatThrownBy(schemas::build)
        .isInstanceOfSatisfying(
            SchemaException.class, e -> assertThat(e.pointer()).isEqualTo(pointer))
        .hasMessageContaining(says);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{\"$ref\":\"URL\"}",
        "{\"$dynamicRef\":\"URL\"}",
        "{\"$ref\":\"URL#/$defs/x\"}",
        "{\"$id\":\"URL\",\"$ref\":\"other.json\"}",
        "{\"properties\":{\"a\":{\"items\":{\"$ref\":\"URL\"}}}}",
        "{\"$ref\":\"#/$defs/a\",\"$defs\":{\"a\":{\"$ref\":\"URL\"}}}",
        "{\"$schema\":\"URL\"}",
      })
  void nothingIsFetched(String schema) {
    String url = "http://localhost:" + server.getAddress().getPort() + "/schema.json";
    assertThatThrownBy(
            () -> JsonSchemas.builder().text("trade", schema.replace("URL", url)).build())
        .isInstanceOf(SchemaException.class)
        .hasMessageContaining("http://localhost:");
    assertThat(requests).hasValue(0);
  }

  /** The library would fetch what our own look at the references missed, when an event needs it. */
  @Test
  void aReferenceWhereNoneIsExpectedIsNotFetchedEither() {
    String url = "http://localhost:" + server.getAddress().getPort() + "/schema.json";
    String schema = "{\"properties\":{\"const\":{\"$ref\":\"" + url + "\"}}}";
    assertThatThrownBy(() -> JsonSchemas.builder().text("trade", schema).build())
        .isInstanceOf(SchemaException.class);
    assertThat(requests).hasValue(0);
  }

  @Test
  void aReferenceIsRefusedByItsPlace() {
    refused(
        JsonSchemas.builder()
            .text("trade", "{\"properties\":{\"a\":{\"$ref\":\"https://example.com/a.json\"}}}"),
        "/properties/a/$ref",
        "refers to https://example.com/a.json, which is elsewhere and is not fetched");
    refused(
        JsonSchemas.builder().text("trade", "{\"$ref\":\"#/$defs/none\"}"),
        "/$ref",
        "refers to #/$defs/none, which does not exist");
  }

  @Test
  void aSchemaMayReferToItselfAndToTheIdOfAnother() {
    JsonEvents json =
        checking(
            JsonSchemas.builder()
                .text("a", "{\"$id\":\"https://example.com/s/a\",\"type\":\"string\"}")
                .text("b", "{\"$id\":\"https://example.com/s/b\",\"items\":{\"$ref\":\"a\"}}")
                .text("c", "{\"items\":{\"$ref\":\"#/$defs/x\"},\"$defs\":{\"x\":{\"const\":1}}}"));
    assertThat(failure(() -> json.read(event("b", "[\"\",1]"), JsonNode.class)).pointer())
        .isEqualTo("/1");
    assertThat(failure(() -> json.read(event("c", "[1,2]"), JsonNode.class)).pointer())
        .isEqualTo("/1");
  }

  @Test
  void aFileMayReferToFilesInItsFolderAndBelow() throws Exception {
    Path file = write("in/trade.json", "{\"items\":{\"$ref\":\"parts/a.json\"}}");
    write("in/parts/a.json", "{\"$ref\":\"../b.json#/$defs/b\"}");
    write("in/b.json", "{\"$defs\":{\"b\":{\"type\":\"string\"}}}");
    JsonEvents json = checking(JsonSchemas.builder().file("trade", file));
    assertThat(failure(() -> json.read(event("[\"\",1]"), JsonNode.class)).pointer())
        .isEqualTo("/1");
  }

  @Test
  void aFileMayNotReferToOneOutsideOfItsFolder() throws Exception {
    Path outside = write("out.json", "{}");
    JsonSchemas.Builder up =
        JsonSchemas.builder().file("trade", write("in/up.json", "{\"$ref\":\"../out.json\"}"));
    refused(up, "/$ref", "out.json, which is elsewhere and is not fetched");
    String absolute = "{\"$ref\":\"" + outside.toUri() + "\"}";
    refused(
        JsonSchemas.builder().file("trade", write("in/absolute.json", absolute)),
        "/$ref",
        "which is elsewhere");
    refused(JsonSchemas.builder().text("trade", absolute), "/$ref", "which is elsewhere");
    Files.createSymbolicLink(folder.resolve("in/link.json"), outside);
    refused(
        JsonSchemas.builder().file("trade", write("in/l.json", "{\"$ref\":\"link.json\"}")),
        "/$ref",
        "which is elsewhere");
    refused(
        JsonSchemas.builder().file("trade", write("in/n.json", "{\"$ref\":\"none.json\"}")),
        "/$ref",
        "which cannot be read");
  }
}
