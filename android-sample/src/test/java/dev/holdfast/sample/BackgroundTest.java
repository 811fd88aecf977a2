package dev.holdfast.sample;

import static org.assertj.core.api.Assertions.assertThat;
import static org.robolectric.Shadows.shadowOf;

import android.app.Application;
import android.app.Notification;
import android.app.NotificationManager;
import android.content.Intent;
import android.widget.ListView;
import dev.holdfast.ConnectionState;
import dev.holdfast.Receipt;
import dev.holdfast.testkit.Fault;
import dev.holdfast.testkit.Reply;
import java.io.File;
import java.nio.file.Files;
import org.junit.Test;
import org.robolectric.Robolectric;
import org.robolectric.RuntimeEnvironment;
import org.robolectric.android.controller.ActivityController;
import org.robolectric.android.controller.ServiceController;
import org.robolectric.shadows.ShadowNotificationManager;
import org.robolectric.shadows.ShadowToast;

public class BackgroundTest extends AppTest {
  private final Application app = RuntimeEnvironment.getApplication();

  /** Android starts the second before it stops the first. */
  @Test
  public void theScreenOnTopIsDrawnWhenTheOneBelowIsStopped() throws Exception {
    ActivityController<MainActivity> below = Robolectric.buildActivity(MainActivity.class).setup();
    below.pause();
    ActivityController<MainActivity> top = Robolectric.buildActivity(MainActivity.class).setup();
    below.stop();
    log.publish("chat", "a");
    ListView list = top.get().findViewById(R.id.timeline);
    Device.await("drawn", () -> list.getAdapter().getCount() == 1);
    below.destroy();
    top.close();
  }

  /** As a tap on the app's icon does; another intent stacks a second screen on the first. */
  @Test
  public void theNotificationBringsTheAppToTheFrontAsItIs() {
    ServiceController<LiveService> service = startService();
    Notification shown = shadowOf(service.get()).getLastForegroundNotification();
    Intent opens = shadowOf(shown.contentIntent).getSavedIntent();
    assertThat(opens.getAction()).isEqualTo(Intent.ACTION_MAIN);
    assertThat(opens.getCategories()).containsExactly(Intent.CATEGORY_LAUNCHER);
    assertThat(opens.getFlags() & Intent.FLAG_ACTIVITY_NEW_TASK).isNotZero();
    service.destroy();
  }

  @Test
  public void afterSixHoursItStopsAndSaysWhy() {
    session.change(new Settings(session.settings().address, true));
    ServiceController<LiveService> service = startService();
    service.get().onTimeout(1, 1);
    assertThat(shadowOf(service.get()).isStoppedBySelf()).isTrue();
    service.destroy();
    Notification told = notifications().getNotification(LiveService.TIMED_OUT);
    assertThat(told.extras.getString(Notification.EXTRA_TEXT)).contains("six hours");

    ActivityController<MainActivity> screen = Robolectric.buildActivity(MainActivity.class).setup();
    assertThat(shadowOf(app).getNextStartedService()).as("goes on").isNotNull();
    ServiceController<LiveService> next = startService();
    assertThat(notifications().getNotification(LiveService.TIMED_OUT)).isNull();
    next.destroy();
    screen.close();
  }

  /** STOP, and at once started again: the second start holds. */
  @Test
  public void stopsOnlyWhatWasToBeStopped() {
    ServiceController<LiveService> service = startService();
    service.withIntent(new Intent(app, LiveService.class).setAction(LiveService.STOP));
    service.startCommand(0, 2);
    assertThat(shadowOf(service.get()).getStopSelfId()).isEqualTo(2);
    service.destroy();
  }

  @Test
  public void aMessageThatWentOutInTheBackgroundIsSavedAsSuch() throws Exception {
    log.sends().replies(message -> Reply.held());
    session.presence.serve(true);
    settle();
    room.send("hello");
    Device.await("on its way", () -> log.sends().messages().size() == 1);
    assertThat(room.saved().rows.get(0).fate).isEqualTo(Receipt.State.SENT);
  }

  @Test
  public void aStreamThatIsOpenedAgainKeepsItsPosition() throws Exception {
    session.presence.serve(true);
    log.publish("chat", "a");
    Device.awaitTexts(room, "a");
    String position = room.saved().position;
    assertThat(position).isNotNull();
    log.faults(connection -> Fault.status(204));
    server.resetConnections();
    Device.await("over", () -> room.state() == ConnectionState.CLOSED);

    room.resume();
    assertThat(room.saved().position).isEqualTo(position);
  }

  @Test
  public void whatCannotBeSavedIsSaidOnce() throws Exception {
    ActivityController<MainActivity> screen = Robolectric.buildActivity(MainActivity.class).setup();
    settle();
    File preferences = new File(app.getApplicationInfo().dataDir, "shared_prefs");
    Device.await("written once", preferences::isDirectory);
    Files.move(preferences.toPath(), new File(preferences + ".away").toPath());
    Files.createFile(preferences.toPath());
    log.publish("chat", "a");
    String text = app.getString(R.string.note_not_saved);
    Device.await("told", () -> ShadowToast.showedToast(text));
    room.onCursorNotSaved(null);
    assertThat(ShadowToast.shownToastCount()).isEqualTo(1);
    screen.close();
  }

  @Test
  public void messagesForAnotherStreamAreLeftToTheUser() throws Exception {
    log.sends().replies(message -> Reply.held());
    session.presence.serve(true);
    settle();
    room.send("sent");
    Device.await("on its way", () -> log.sends().messages().size() == 1);
    server.stop();
    Device.await("no connection", () -> room.state() != ConnectionState.OPEN);
    room.send("waiting");

    session.change(new Settings("http://127.0.0.1:1/other", false));
    assertThat(Device.texts(room)).containsExactly("sent", "waiting");
    assertThat(room.timeline.rows().get(0).fate).isEqualTo(Receipt.State.UNKNOWN);
    assertThat(room.timeline.rows().get(1).fate).isEqualTo(Receipt.State.REJECTED);
  }

  @Test
  public void saysThatThereAreTooManyToSendOneAgain() throws Exception {
    session.change(new Settings("http://127.0.0.1:1/other", false));
    ActivityController<MainActivity> screen = Robolectric.buildActivity(MainActivity.class).setup();
    room.timeline.add(Row.mine("in doubt", 1).withFate(Receipt.State.UNKNOWN));
    for (int n = 0; n < Outgoing.MAX_UNDECIDED; n++) {
      assertThat(room.send("waiting")).isTrue();
    }
    ListView list = screen.get().findViewById(R.id.timeline);
    Device.await("drawn", () -> list.getAdapter().getCount() > Outgoing.MAX_UNDECIDED);
    list.performItemClick(list, 0, list.getAdapter().getItemId(0));
    assertThat(ShadowToast.getTextOfLatestToast()).isEqualTo(app.getString(R.string.outbox_full));
    screen.close();
  }

  private void settle() throws Exception {
    log.publish("reading", "{\"n\":1,\"city\":\"Bern\",\"celsius\":20}"); // It makes no row.
    Device.settle(room);
  }

  private ServiceController<LiveService> startService() {
    ServiceController<LiveService> service = Robolectric.buildService(LiveService.class).create();
    return service.startCommand(0, 1);
  }

  private ShadowNotificationManager notifications() {
    return shadowOf(app.getSystemService(NotificationManager.class));
  }
}
