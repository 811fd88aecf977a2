package dev.holdfast.dialect;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.util.Arrays;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import okio.ByteString;

/** Whatever an event says, it arrives; whatever a message is, it is read or refused. */
class StandardWebSocketPropertyTest {
  private static final ObjectMapper JSON = new ObjectMapper();

  @Property(tries = 500)
  void anyEventArrives(
      @ForAll("texts") String id, @ForAll("texts") String type, @ForAll("texts") String data)
      throws IOException {
    String members =
        String.format(
            "\"data\":%s,\"type\":%s,\"id\":%s",
            JSON.writeValueAsString(data),
            JSON.writeValueAsString(type),
            JSON.writeValueAsString(id));
    DialectEvent event = Messages.event(members);
    assertThat(event.text()).isEqualTo(data);
    assertThat(event.type()).isEqualTo(type);
    assertThat(event.id()).isEqualTo(id);
  }

  @Property(tries = 300)
  void anyBytesArrive(@ForAll byte[] bytes) throws IOException {
    ByteString sent = ByteString.of(bytes);
    assertThat(Messages.event("\"encoding\":\"base64\",\"data\":\"" + sent.base64() + "\"").bytes())
        .isEqualTo(sent);
  }

  @Property(tries = 500)
  void anyNchanMessageArrives(@ForAll("texts") String data) throws IOException {
    SocketFrame frame = SocketFrame.text("id: 1:2\ncontent-type: text/x\n\n" + data);
    assertThat(Messages.nchan().read(frame).event().text()).isEqualTo(data);
  }

  @Property(tries = 1000)
  void anyDamagedMessageIsReadOrRefused(
      @ForAll("messages") String message, @ForAll int at, @ForAll char other, @ForAll int how) {
    int place = Math.floorMod(at, message.length());
    String before = message.substring(0, place);
    String after = message.substring(place + 1);
    readOrRefuse(how % 3 == 0 ? before : before + (how % 3 == 1 ? "" : other) + after);
  }

  @Property(tries = 500)
  void anyTextIsReadOrRefused(@ForAll String text) {
    readOrRefuse(text);
    readOrRefuse("{\"kind\":" + text);
    readOrRefuse("{\"kind\":\"event\",\"data\":" + text);
  }

  private static void readOrRefuse(String text) {
    SocketFrame frame = SocketFrame.text(text);
    for (SocketConversation conversation : Arrays.asList(Messages.standard(), Messages.nchan())) {
      try {
        conversation.read(frame);
      } catch (IOException e) {
        assertThat(e).isExactlyInstanceOf(IOException.class).hasNoCause();
        assertThat(e.getMessage()).doesNotContain("\n", "\r");
      }
    }
  }

  @Provide
  Arbitrary<String> messages() {
    return Arbitraries.of(
        "{\"kind\":\"hello\",\"resumed\":true,\"cursor\":\"41\",\"heartbeat\":25000}",
        "{\"kind\":\"event\",\"id\":\"42\",\"type\":\"t\",\"data\":{\"a\":[1,null,\"x\"]}}",
        "{\"data\":\"AP8=\",\"encoding\":\"base64\",\"kind\":\"event\"}",
        "{\"kind\":\"nack\",\"ref\":\"m\",\"reason\":\"r\",\"retry\":false}",
        "id: 1:2\ncontent-type: text/plain\n\ndata");
  }

  /** Whole characters, as a decoder of UTF-8 yields them. */
  @Provide
  Arbitrary<String> texts() {
    return Arbitraries.strings().map(text -> ByteString.encodeUtf8(text).utf8());
  }
}
