package dev.holdfast.docs;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.holdfast.StreamClient;
import dev.holdfast.StreamRequest;
import dev.holdfast.testkit.EventLog;
import dev.holdfast.testkit.StreamServer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** docs/json.md shows code that compiles and works, and the version that is tested. */
class JsonPageTest {
  private final StreamServer server = StreamServer.builder().start();
  private final EventLog log = server.stream("/events").startFromBeginning();
  private final StreamClient client = StreamClient.create();
  private final StreamRequest request = StreamRequest.of(server.url("/events").toString());
  private final JsonSnippets app = new JsonSnippets();

  @AfterEach
  void close() {
    client.close();
    server.close();
  }

  @Test
  void everySnippetIsCompiled() throws IOException {
    Snippets.areCompiled("json.md", 7);
  }

  @Test
  void theVersionIsTheOneThatIsTested() throws IOException {
    String pom = Files.readString(Path.of("../pom.xml"));
    String version = pom.replaceAll("(?s).*<json-schema-validator.version>(.*?)<.*", "$1");
    assertThat(Files.readString(Path.of("../docs/json.md")))
        .contains("<artifactId>json-schema-validator</artifactId>\n  <version>" + version + "<");
  }

  @Test
  void oneClass() throws Exception {
    log.publish("{\"symbol\":\"X\",\"price\":1}");
    app.one(client, request);
    assertThat(app.next(1)).containsExactly("Trade[symbol=X, price=1.0]");
  }

  @Test
  void severalClasses() throws Exception {
    log.publish("trade", "{\"symbol\":\"X\",\"price\":1}");
    log.publish("quote", "{\"bid\":1,\"ask\":2}");
    log.publish("quote", "{\"bid\":1}");
    log.publish("news", "none");
    app.several(client, request);
    assertThat(app.next(4))
        .containsExactly(
            "Trade[symbol=X, price=1.0]",
            "Quote[bid=1.0, ask=2.0]",
            "event \"3\" of type \"quote\": not dev.holdfast.docs.JsonSnippets$Quote: null or"
                + " missing, not to be read as double, at /ask (line 1, column 9)",
            "of type news");
  }

  @Test
  void schemasAndMappers() {
    assertThat(app.checked()).isNotNull();
    assertThat(app.settings(new ObjectMapper())).isNotNull();
    assertThat(app.sending(new ObjectMapper()).mapper()).isNotNull();
  }
}
