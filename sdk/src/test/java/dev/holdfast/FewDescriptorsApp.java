package dev.holdfast;

import java.io.FileInputStream;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Scanner;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * An app that runs out of file descriptors. Told what to do by lines of its standard input: {@code
 * open N}, {@code hoard}, {@code release}, {@code await N EVENTS}, {@code report}. Each is answered
 * by a line.
 */
final class FewDescriptorsApp {
  private static final Backoff SOON =
      Backoff.builder().base(Duration.ofMillis(100)).cap(Duration.ofSeconds(1)).build();

  private final List<FileInputStream> hoard = new ArrayList<>();
  private final List<List<String>> received = new ArrayList<>();
  private final List<Subscription> streams = new ArrayList<>();
  private final Map<String, AtomicInteger> ends = new ConcurrentHashMap<>();

  private FewDescriptorsApp() {}

  public static void main(String[] args) throws Exception {
    new FewDescriptorsApp().run(args[0]);
  }

  private void run(String url) throws Exception {
    try (StreamClient client = StreamClient.create();
        Scanner commands = new Scanner(System.in, "UTF-8")) {
      while (commands.hasNext()) {
        String command = commands.next();
        if (command.equals("open")) {
          open(client, url, commands.nextInt());
        } else if (command.equals("hoard")) {
          hoard();
        } else if (command.equals("release")) {
          release();
        } else if (command.equals("await")) {
          await(commands.nextInt(), commands.next());
        } else {
          report();
        }
        System.out.println("DONE " + command);
      }
    }
  }

  private void open(StreamClient client, String url, int count) {
    for (int i = 0; i < count; i++) {
      List<String> events = new ArrayList<>();
      received.add(events);
      streams.add(
          client.subscribe(
              StreamRequest.builder(url).backoff(SOON).build(),
              new StreamListener() {
                @Override
                public void onEvent(StreamEvent event) {
                  synchronized (events) {
                    events.add(event.data());
                  }
                }

                @Override
                public void onAttemptEnded(AttemptReport attempt) {
                  StreamException cause = attempt.cause();
                  String end = attempt.transport() + " " + (cause == null ? "" : cause.reason());
                  ends.computeIfAbsent(end, key -> new AtomicInteger()).incrementAndGet();
                }
              }));
    }
  }

  private void hoard() {
    try {
      while (hoard.size() < 1_000_000) {
        hoard.add(new FileInputStream("/dev/null"));
      }
    } catch (IOException full) {
      System.out.println("FULL " + hoard.size() + " " + full.getMessage());
    }
  }

  private void release() throws IOException {
    for (FileInputStream file : hoard) {
      file.close();
    }
    hoard.clear();
  }

  /** Waits until so many streams have just these events, or as many failures of such a name. */
  private void await(int count, String what) {
    Await.until(
        count + " " + what + " " + ends,
        20,
        () -> {
          AtomicInteger failed = ends.get(what.replace('_', ' '));
          return (failed != null && failed.get() >= count) || have(what) >= count;
        });
  }

  private int have(String what) {
    int have = 0;
    for (List<String> events : received) {
      synchronized (events) {
        have += String.join("", events).equals(what) ? 1 : 0;
      }
    }
    return have;
  }

  private void report() {
    System.out.println("ENDS " + new TreeMap<>(ends).keySet());
    for (Subscription stream : streams) {
      for (AttemptReport attempt : stream.diagnostics().attempts()) {
        StreamException cause = attempt.cause();
        if (cause != null && cause.reason() == StreamException.Reason.RESOURCES) {
          System.out.println("NAMED " + attempt.verdict() + " " + cause.getMessage());
          return;
        }
      }
    }
  }
}
