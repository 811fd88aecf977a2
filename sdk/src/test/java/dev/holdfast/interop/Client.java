package dev.holdfast.interop;

import dev.holdfast.Backoff;
import dev.holdfast.ChannelListener;
import dev.holdfast.LongPoll;
import dev.holdfast.StreamClient;
import dev.holdfast.StreamListener;
import dev.holdfast.StreamRequest;
import dev.holdfast.Subscription;
import dev.holdfast.TransportType;
import dev.holdfast.WebSocketSettings;
import dev.holdfast.dialect.LongPollDialect;
import dev.holdfast.dialect.WebSocketDialect;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import okhttp3.OkHttpClient;

/** A client of Holdfast, as an app would have it but for a quicker backoff. */
final class Client implements AutoCloseable {
  private static final Backoff QUICK =
      Backoff.builder()
          .base(Duration.ofMillis(50))
          .floor(Duration.ofMillis(5))
          .cap(Duration.ofMillis(200))
          .build();

  private final StreamClient client;
  private final List<Tally> tallies = new ArrayList<>();

  Client() {
    this(new OkHttpClient());
  }

  Client(OkHttpClient okHttp) {
    client = StreamClient.builder().okHttpClient(okHttp).build();
  }

  /** Subscribes; the tally has the handle. */
  Tally subscribe(StreamRequest.Builder request) {
    Tally tally = new Tally();
    tallies.add(tally);
    tally.stream = client.subscribe(request.build(), tally);
    return tally;
  }

  /** Opens a channel; the tally has the handle. */
  Tally open(StreamRequest.Builder request) {
    Tally tally = new Tally();
    tallies.add(tally);
    tally.stream = client.open(request.build(), tally);
    return tally;
  }

  Subscription subscribe(StreamRequest.Builder request, StreamListener listener) {
    return client.subscribe(request.build(), listener);
  }

  void open(StreamRequest.Builder request, ChannelListener listener) {
    client.open(request.build(), listener);
  }

  static StreamRequest.Builder request(String url, TransportType... transports) {
    StreamRequest.Builder request = StreamRequest.builder(url).backoff(QUICK);
    return transports.length == 0 ? request : request.transports(transports);
  }

  /** The same, in the words of nchan. */
  static StreamRequest.Builder nchan(String url, TransportType... transports) {
    LongPoll poll = LongPoll.builder().dialect(LongPollDialect.nchan()).build();
    WebSocketSettings socket =
        WebSocketSettings.builder().dialect(WebSocketDialect.nchan()).build();
    return request(url, transports).longPoll(poll).webSocket(socket);
  }

  @Override
  public void close() {
    client.close();
    tallies.forEach(tally -> System.out.println("  " + tally.report()));
  }
}
