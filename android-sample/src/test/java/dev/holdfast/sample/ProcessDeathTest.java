package dev.holdfast.sample;

import static org.assertj.core.api.Assertions.assertThat;

import android.app.Application;
import android.app.Instrumentation;
import android.content.Context;
import dev.holdfast.ConnectionState;
import dev.holdfast.Receipt;
import dev.holdfast.testkit.Reply;
import java.io.File;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.List;
import org.junit.After;
import org.junit.Test;
import org.robolectric.RuntimeEnvironment;
import org.robolectric.util.ReflectionHelpers;

/** A process that is killed, and the next, which has nothing but the files of the first. */
public class ProcessDeathTest extends AppTest {
  private AppSession next;

  @After
  public void endNext() {
    if (next != null) {
      next.close();
    }
  }

  @Test
  public void losesNothingAndRepeatsNothing() throws Exception {
    session.presence.serve(true);
    List<String> events = new ArrayList<>();
    for (int n = 0; n <= 10; n++) {
      events.add("event " + n);
      log.publish("chat", "event " + n);
    }
    Device.await("saved", () -> savedText().contains("event 10"));
    byte[] left = Files.readAllBytes(file().toPath());
    for (int n = 11; n <= 20; n++) {
      events.add("event " + n);
      log.publish("chat", "event " + n);
    }
    Device.awaitTexts(room, events.toArray(new String[0]));

    killAndStart(left);
    assertThat(Device.texts(next.room)).isEqualTo(events.subList(0, 11));
    events.add("meanwhile");
    log.publish("chat", "meanwhile");
    next.presence.serve(true);
    Device.await("all: " + events, () -> Device.texts(next.room).size() >= events.size());
    assertThat(Device.texts(next.room)).isEqualTo(events);
  }

  @Test
  public void sendsWhatWasNeverSent() throws Exception {
    session.presence.serve(true);
    log.publish("chat", "a");
    Device.settle(room);
    log.publish("chat", "b");
    Device.awaitTexts(room, "a", "b");
    Device.offline();
    server.resetConnections();
    Device.await("no connection", () -> room.state() == ConnectionState.WAITING);
    room.send("written in a tunnel");
    Device.await("saved", () -> savedText().contains("tunnel"));

    killAndStart(Files.readAllBytes(file().toPath()));
    next.presence.serve(true);
    Device.await(
        "acknowledged",
        () -> next.room.timeline.find(row -> row.fate == Receipt.State.ACKNOWLEDGED) != 0);
    assertThat(Device.texts(next.room)).containsExactly("a", "b", "written in a tunnel");
    assertThat(log.sends().messages()).hasSize(1);
  }

  /** It has gone out, nobody has looked, and the position has not moved. */
  @Test
  public void whatWentOutInTheBackgroundIsNotSentAgain() throws Exception {
    log.sends().replies(message -> Reply.held());
    session.presence.serve(true);
    log.publish("chat", "a");
    Device.settle(room);
    Device.await("saved", () -> savedText().contains("chat"));
    Device.offline();
    server.resetConnections();
    Device.await("no connection", () -> room.state() == ConnectionState.WAITING);
    room.send("written in a tunnel");
    Device.await("saved", () -> savedText().contains("QUEUED"));
    Device.wifi();
    Device.await("on its way", () -> log.sends().messages().size() == 1);
    Device.await("saved", () -> savedText().contains("SENT"));

    killAndStart(Files.readAllBytes(file().toPath()));
    next.presence.serve(true);
    Device.settle(next.room);
    assertThat(next.room.timeline.rows().get(1).fate).isEqualTo(Receipt.State.UNKNOWN);
    assertThat(log.sends().messages()).hasSize(1);
  }

  @Test
  public void aMessageThatMayHaveArrivedIsForTheUserToSendAgain() throws Exception {
    Outgoing outgoing = new Outgoing(room.timeline, Runnable::run, () -> 0, () -> {});
    outgoing.restore(Row.mine("sent", 0).withFate(Receipt.State.SENT));
    outgoing.restore(Row.mine("never sent", 0));
    assertThat(room.timeline.rows().get(0).fate).isEqualTo(Receipt.State.UNKNOWN);
    assertThat(room.timeline.rows().get(1).fate).isEqualTo(Receipt.State.QUEUED);
  }

  /** What it leaves is what was on the disk; nothing that its threads still write counts. */
  private void killAndStart(byte[] left) throws Exception {
    File file = file();
    session.close();
    Device.await("its threads are gone", () -> Device.threads().isEmpty());
    Files.write(file.toPath(), left);
    ReflectionHelpers.setStaticField(
        Class.forName("android.app.ContextImpl"), "sSharedPrefsCache", null);
    Device.wifi();

    Context base = ((Application) RuntimeEnvironment.getApplication()).getBaseContext();
    GuardedApplication born =
        (GuardedApplication) Instrumentation.newApplication(GuardedApplication.class, base);
    born.onCreate();
    next = born.session();
    Device.await("loaded", () -> !next.settings().address.isEmpty());
    assertThat(next.settings().address).isEqualTo(server.url("/events").toString());
  }

  private static File file() {
    File data = new File(RuntimeEnvironment.getApplication().getApplicationInfo().dataDir);
    return new File(data, "shared_prefs/room.xml");
  }

  private static String savedText() throws Exception {
    return file().exists() ? new String(Files.readAllBytes(file().toPath()), "UTF-8") : "";
  }
}
