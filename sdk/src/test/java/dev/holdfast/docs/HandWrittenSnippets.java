package dev.holdfast.docs;

import dev.holdfast.StreamClient;
import dev.holdfast.StreamRequest;
import dev.holdfast.Subscription;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.HttpURLConnection;
import java.net.URL;
import java.nio.charset.StandardCharsets;

/** docs/migrating.md, from a loop of one's own. */
final class HandWrittenSnippets extends Shown {
  void before(URL url) throws InterruptedException {
    String lastId = store.load();
    while (running) {
      try {
        HttpURLConnection connection = (HttpURLConnection) url.openConnection();
        connection.setRequestProperty("Accept", "text/event-stream");
        if (lastId != null) {
          connection.setRequestProperty("Last-Event-ID", lastId);
        }
        try (BufferedReader lines =
            new BufferedReader(
                new InputStreamReader(connection.getInputStream(), StandardCharsets.UTF_8))) {
          StringBuilder data = new StringBuilder();
          String line;
          while ((line = lines.readLine()) != null) {
            if (line.startsWith("id:")) {
              lastId = line.substring(3).trim();
            } else if (line.startsWith("data:")) {
              data.append(line.substring(5).trim());
            } else if (line.isEmpty() && data.length() > 0) {
              show(data.toString());
              store.save(lastId);
              data.setLength(0);
            }
          }
        }
      } catch (IOException e) {
        // try again
      }
      Thread.sleep(3000);
    }
  }

  Subscription after(StreamClient client, String url) {
    Subscription subscription =
        client.subscribe(
            StreamRequest.builder(url).lastEventId(store.load()).build(),
            event -> {
              show(event.data());
              store.save(event.lastEventId());
            });
    return subscription;
  }

  void stop(Subscription subscription) {
    subscription.cancel();
  }
}
