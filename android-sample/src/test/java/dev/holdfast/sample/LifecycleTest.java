package dev.holdfast.sample;

import static org.assertj.core.api.Assertions.assertThat;
import static org.robolectric.Shadows.shadowOf;

import android.app.Activity;
import android.content.Context;
import android.content.Intent;
import android.widget.EditText;
import android.widget.ListView;
import android.widget.TextView;
import dev.holdfast.ConnectionState;
import dev.holdfast.Receipt;
import dev.holdfast.testkit.Reply;
import java.lang.ref.WeakReference;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.junit.Test;
import org.robolectric.Robolectric;
import org.robolectric.RuntimeEnvironment;
import org.robolectric.android.controller.ActivityController;
import org.robolectric.android.controller.ServiceController;
import org.robolectric.shadows.ShadowSystemClock;

public class LifecycleTest extends AppTest {
  @Test
  public void recreatedInMidStream() throws Exception {
    ActivityController<MainActivity> screen = open();
    log.publish("chat", "before");
    Device.awaitTexts(room, "before");
    Device.settle(room);
    int requests = log.requestCount();
    ((EditText) screen.get().findViewById(R.id.message)).setText("half a mess");

    screen.recreate();
    log.publish("chat", "after");
    Device.awaitTexts(room, "before", "after");

    ListView list = screen.get().findViewById(R.id.timeline);
    Device.await("shown", () -> list.getAdapter().getCount() == 2);
    assertThat(((EditText) screen.get().findViewById(R.id.message)).getText().toString())
        .isEqualTo("half a mess");
    assertThat(log.requestCount()).as("connections").isEqualTo(requests);
    screen.close();
  }

  @Test
  public void anHourInTheBackground() throws Exception {
    ActivityController<MainActivity> screen = open();
    log.publish("chat", "a");
    Device.awaitTexts(room, "a");

    leave(screen);
    log.publish("chat", "b");
    log.publish("chat", "c");
    Device.passWithoutARequest(log);
    assertThat(Device.texts(room)).containsExactly("a");
    assertThat(shadowOf(Device.connectivity()).getNetworkCallbacks()).isEmpty();

    screen.restart().start().resume();
    Device.awaitTexts(room, "a", "b", "c");
    screen.close();
  }

  /** The clock of the SDK's timers stands still meanwhile, as it does on a device. */
  @Test
  public void aDeviceThatSleptGetsAnotherConnection() throws Exception {
    ActivityController<MainActivity> screen = open();
    log.publish("chat", "a");
    Device.awaitTexts(room, "a");
    Device.settle(room);
    int requests = log.requestCount();
    ShadowSystemClock.simulateDeepSleep(Duration.ofMinutes(1));
    Device.await("another connection", () -> log.requestCount() > requests);
    log.publish("chat", "b");
    Device.awaitTexts(room, "a", "b");
    screen.close();
  }

  @Test
  public void aGlanceAtAnotherAppCostsNoConnection() throws Exception {
    ActivityController<MainActivity> screen = open();
    log.publish("chat", "a");
    Device.awaitTexts(room, "a");
    Device.settle(room);
    int requests = log.requestCount();
    screen.pause().stop();
    Device.pass(Presence.GRACE_MILLIS - 1, TimeUnit.MILLISECONDS);
    screen.restart().start().resume();
    // Beyond the grace, and less than what the SDK takes for a device's sleep.
    Device.pass(2, TimeUnit.SECONDS);
    assertThat(room.state()).isEqualTo(ConnectionState.OPEN);
    log.publish("chat", "b");
    Device.awaitTexts(room, "a", "b");
    assertThat(log.requestCount()).isEqualTo(requests);
    screen.close();
  }

  @Test
  public void theServiceKeepsTheStreamAlive() throws Exception {
    ServiceController<LiveService> service = Robolectric.buildService(LiveService.class).create();
    service.startCommand(0, 1);
    assertThat(shadowOf(service.get()).getLastForegroundNotification()).isNotNull();
    ActivityController<MainActivity> screen = open();
    screen.pause().stop();
    Device.pass(1, TimeUnit.HOURS);
    assertThat(room.state()).isEqualTo(ConnectionState.OPEN);
    log.publish("chat", "a");
    Device.awaitTexts(room, "a");
    service.destroy();
    Device.pass(Presence.GRACE_MILLIS, TimeUnit.MILLISECONDS);
    awaitNoConnection();
    screen.close();
  }

  @Test
  public void theServiceIsStoppedInMidSend() throws Exception {
    log.sends().replies(message -> message.delivery() == 1 ? Reply.held() : Reply.ack());
    ServiceController<LiveService> service = Robolectric.buildService(LiveService.class).create();
    service.startCommand(0, 1);
    log.publish("chat", "a");
    Device.awaitTexts(room, "a");
    room.send("hello");
    Device.await("on its way", () -> log.sends().messages().size() == 1);

    Context context = RuntimeEnvironment.getApplication();
    service.withIntent(new Intent(context, LiveService.class).setAction(LiveService.STOP));
    service.startCommand(0, 2);
    assertThat(shadowOf(service.get()).isStoppedBySelf()).isTrue();
    service.destroy();
    Device.pass(Presence.GRACE_MILLIS, TimeUnit.MILLISECONDS);
    assertThat(room.state()).isNull();
    assertThat(session.settings().keepAlive).isFalse();

    ActivityController<MainActivity> screen = open();
    log.sends().release();
    Device.await("acknowledged", () -> fate("hello") == Receipt.State.ACKNOWLEDGED);
    assertThat(log.sends().messages()).hasSize(1);
    screen.close();
  }

  @Test
  public void leavesNothingBehind() throws Exception {
    ActivityController<MainActivity> screen = open();
    log.publish("chat", "a");
    Device.awaitTexts(room, "a");
    screen.pause().stop().destroy();
    Device.pass(Presence.GRACE_MILLIS, TimeUnit.MILLISECONDS);
    awaitNoConnection();
    assertThat(shadowOf(Device.connectivity()).getNetworkCallbacks()).isEmpty();
    Device.await(
        "no reader is left: " + Device.threads(),
        () -> Device.threads().stream().noneMatch(name -> !name.equals("holdfast-control")));
  }

  @Test
  public void anActivityThatIsGoneIsForgotten() throws Exception {
    WeakReference<Activity> gone = openAndDestroy();
    Device.await(
        "collected",
        () -> {
          System.gc();
          return gone.get() == null;
        });
  }

  private WeakReference<Activity> openAndDestroy() throws Exception {
    ActivityController<MainActivity> screen = open();
    log.publish("chat", "a");
    Device.awaitTexts(room, "a");
    WeakReference<Activity> activity = new WeakReference<>(screen.get());
    screen.pause().stop().destroy();
    return activity;
  }

  @Test
  public void showsWhatThereIs() throws Exception {
    ActivityController<MainActivity> screen = open();
    log.publish("reading", "{\"n\":1,\"city\":\"Zürich\",\"celsius\":21.5}");
    log.publish("chat", "a");
    Device.awaitTexts(room, "a");
    Device.await("live", () -> text(screen, R.id.state).equals("Live"));
    Device.await("a way", () -> text(screen, R.id.transport).equals("WebSocket"));
    assertThat(text(screen, R.id.network)).isEqualTo("Wi‑Fi");
    assertThat(text(screen, R.id.tile_value)).isEqualTo("21.5 °C");
    screen.close();
  }

  private ActivityController<MainActivity> open() throws Exception {
    ActivityController<MainActivity> screen = Robolectric.buildActivity(MainActivity.class).setup();
    Device.await("open", () -> room.state() == ConnectionState.OPEN);
    return screen;
  }

  private void leave(ActivityController<MainActivity> screen) throws Exception {
    screen.pause().stop();
    Device.pass(Presence.GRACE_MILLIS, TimeUnit.MILLISECONDS);
    awaitNoConnection();
  }

  private void awaitNoConnection() throws Exception {
    assertThat(room.state()).as("paused").isNull();
    Device.await("no connection", () -> server.openConnections() == 0);
  }

  private Receipt.State fate(String text) {
    for (Row row : room.timeline.rows()) {
      if (row.kind == Row.Kind.MINE && row.text.equals(text)) {
        return row.fate;
      }
    }
    throw new AssertionError(text);
  }

  private static String text(ActivityController<MainActivity> screen, int id) {
    return ((TextView) screen.get().findViewById(id)).getText().toString();
  }
}
