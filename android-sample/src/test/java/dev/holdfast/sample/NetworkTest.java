package dev.holdfast.sample;

import static org.assertj.core.api.Assertions.assertThat;

import dev.holdfast.ConnectionState;
import dev.holdfast.testkit.Fault;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.Before;
import org.junit.Test;

public class NetworkTest extends AppTest {
  @Before
  public void someoneLooks() {
    session.presence.serve(true);
  }

  @Test
  public void noNetworkWhileConnecting() throws Exception {
    log.faults(connection -> Fault.neverAnswer());
    Device.await("a request", () -> log.requestCount() > 0);
    assertThat(room.state()).isEqualTo(ConnectionState.CONNECTING);
    Device.offline();
    server.resetConnections();
    awaitHeld();

    log.faults(connection -> Fault.none());
    log.publish("a");
    Device.passWithoutARequest(log);

    Device.wifi();
    Device.awaitTexts(room, "a");
  }

  @Test
  public void noNetworkWhileOpen() throws Exception {
    log.publish("a");
    Device.awaitTexts(room, "a");
    Device.settle(room);
    Device.offline();
    server.resetConnections();
    awaitHeld();

    log.publish("b");
    Device.passWithoutARequest(log);

    Device.cellular();
    Device.awaitTexts(room, "a", "b");
  }

  @Test
  public void noNetworkWhileBackingOff() throws Exception {
    log.publish("a");
    Device.awaitTexts(room, "a");
    Device.settle(room);
    server.stop();
    Device.await("backing off", () -> room.state() == ConnectionState.WAITING);
    Device.offline();
    awaitHeld();

    server.start();
    log.publish("b");
    Device.passWithoutARequest(log);

    Device.wifi();
    Device.awaitTexts(room, "a", "b");
  }

  @Test
  public void fromWifiToMobileDataWithoutALostEvent() throws Exception {
    List<String> expected = new ArrayList<>();
    for (int n = 1; n <= 60; n++) {
      expected.add(log.publish("chat", "event " + n).isEmpty() ? "" : "event " + n);
      if (n == 20) {
        Device.await("live", () -> room.state() == ConnectionState.OPEN);
        int requests = log.requestCount();
        Device.cellular();
        Device.await("another connection", () -> log.requestCount() > requests);
      } else if (n == 40) {
        int requests = log.requestCount();
        Device.wifi();
        Device.await("another connection", () -> log.requestCount() > requests);
      } else {
        Device.pass(1, TimeUnit.MILLISECONDS);
      }
    }
    Device.awaitTexts(room, expected.toArray(new String[0]));
  }

  /** A device reports what a stream need not know. */
  @Test
  public void theSameNetworkAgainCostsNoConnection() throws Exception {
    log.publish("a");
    Device.awaitTexts(room, "a");
    Device.settle(room);
    int requests = log.requestCount();
    Device.wifi();
    Device.wifi();
    log.publish("b");
    Device.awaitTexts(room, "a", "b");
    assertThat(log.requestCount()).isEqualTo(requests);
  }

  /** The boot clock is ahead of the process's own, as after a sleep. */
  @Test
  public void afterASleepTheConnectionIsReplaced() throws Exception {
    log.publish("a");
    Device.awaitTexts(room, "a");
    Device.settle(room);
    int requests = log.requestCount();
    Device.pass(1, TimeUnit.HOURS);
    Device.await("another connection", () -> log.requestCount() > requests);
    log.publish("b");
    Device.awaitTexts(room, "a", "b");
  }

  /** From one access point to another: the same router behind both. */
  @Test
  public void anotherNetworkOfTheSameNameCostsAConnection() throws Exception {
    log.publish("a");
    Device.awaitTexts(room, "a");
    Device.settle(room);
    int requests = log.requestCount();
    Device.wifiAgain();
    Device.await("another connection", () -> log.requestCount() > requests);
    log.publish("b");
    Device.awaitTexts(room, "a", "b");
  }

  private void awaitHeld() throws Exception {
    Device.await(
        "held by the lack of a network", () -> room.diagnostics().contains("held: a network"));
  }
}
