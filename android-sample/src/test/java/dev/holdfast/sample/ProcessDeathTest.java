package dev.holdfast.sample;

import static org.assertj.core.api.Assertions.assertThat;

import android.app.Application;
import android.app.Instrumentation;
import android.content.Context;
import dev.holdfast.ConnectionState;
import dev.holdfast.Receipt;
import java.io.File;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.List;
import org.junit.Test;
import org.robolectric.RuntimeEnvironment;
import org.robolectric.util.ReflectionHelpers;

/** A process that is killed, and the next, which has nothing but the files of the first. */
public class ProcessDeathTest extends AppTest {
  @Test
  public void losesNothingAndRepeatsNothing() throws Exception {
    session.presence.serve(true);
    for (int n = 1; n <= 20; n++) {
      log.publish("chat", "event " + n);
    }
    Device.await("events", () -> room.timeline.rows().size() == 20);
    Device.await("saved", () -> savedText().contains("event 20"));
    log.publish("chat", "shown, and not saved any more");
    Device.await("shown", () -> room.timeline.rows().size() == 21);
    Device.offline();
    server.resetConnections();
    Device.await("no connection", () -> room.state() == ConnectionState.WAITING);
    room.send("written in a tunnel");
    Device.await("saved", () -> savedText().contains("tunnel"));

    AppSession next = killAndStart();
    log.publish("chat", "meanwhile");
    next.presence.serve(true);
    List<String> before = new ArrayList<>(Device.texts(room));
    Device.await("the stream", () -> Device.texts(next.room).contains("meanwhile"));
    Device.await("sent", () -> log.sends().messages().size() == 1);
    Device.await(
        "acknowledged",
        () ->
            next.room.timeline.find(row -> row.fate == Receipt.State.ACKNOWLEDGED && row.echoed)
                    == 0
                && next.room.timeline.find(row -> row.fate == Receipt.State.ACKNOWLEDGED) != 0);

    assertThat(before).endsWith("shown, and not saved any more", "written in a tunnel");
    before.add("meanwhile");
    assertThat(Device.texts(next.room)).containsExactlyInAnyOrderElementsOf(before);
    assertThat(log.sends().messages()).hasSize(1);
    next.close();
  }

  @Test
  public void aMessageThatMayHaveArrivedIsForTheUserToSendAgain() throws Exception {
    Outgoing outgoing = new Outgoing(room.timeline, Runnable::run, () -> {});
    outgoing.restore(Row.mine("sent", 0).withFate(Receipt.State.SENT));
    outgoing.restore(Row.mine("never sent", 0));
    assertThat(room.timeline.rows().get(0).fate).isEqualTo(Receipt.State.UNKNOWN);
    assertThat(room.timeline.rows().get(1).fate).isEqualTo(Receipt.State.QUEUED);
  }

  /** What it leaves is what was on the disk; nothing that its threads still write counts. */
  private AppSession killAndStart() throws Exception {
    File file = file();
    byte[] left = Files.readAllBytes(file.toPath());
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
    AppSession next = born.session();
    Device.await("loaded", () -> !next.settings().address.isEmpty());
    assertThat(next.settings().address).isEqualTo(server.url("/events").toString());
    return next;
  }

  private static File file() {
    File data = new File(RuntimeEnvironment.getApplication().getApplicationInfo().dataDir);
    return new File(data, "shared_prefs/room.xml");
  }

  private static String savedText() throws Exception {
    return file().exists() ? new String(Files.readAllBytes(file().toPath()), "UTF-8") : "";
  }
}
