package dev.holdfast.docs;

import static org.assertj.core.api.Assertions.assertThat;

import dev.holdfast.StreamClient;
import dev.holdfast.StreamRequest;
import dev.holdfast.testkit.EventLog;
import dev.holdfast.testkit.Fault;
import dev.holdfast.testkit.StreamServer;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

/** docs/guide.md, of tests. */
final class TestKitSnippets {
  void test() throws Exception {
    try (StreamServer server = StreamServer.builder().start();
        StreamClient client = StreamClient.create()) {
      EventLog log = server.stream("/prices").startFromBeginning();
      log.publish("100");
      log.publish("101");
      log.enqueue(Fault.resetAfterBytes(20)); // in the middle of an event

      BlockingQueue<String> heard = new LinkedBlockingQueue<>();
      String prices = server.url("/prices").toString();
      client.subscribe(StreamRequest.of(prices), event -> heard.add(event.data()));

      assertThat(heard.poll(10, TimeUnit.SECONDS)).isEqualTo("100");
      assertThat(heard.poll(10, TimeUnit.SECONDS)).isEqualTo("101");
      server.assertExhausted();
    }
  }
}
