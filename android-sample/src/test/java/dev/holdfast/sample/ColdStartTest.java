package dev.holdfast.sample;

import static org.assertj.core.api.Assertions.assertThat;
import static org.robolectric.Shadows.shadowOf;

import android.content.Context;
import android.content.Intent;
import android.content.SharedPreferences;
import java.lang.reflect.Proxy;
import java.util.Objects;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.After;
import org.junit.Test;
import org.junit.runner.RunWith;
import org.robolectric.Robolectric;
import org.robolectric.RobolectricTestRunner;
import org.robolectric.RuntimeEnvironment;
import org.robolectric.annotation.Config;

/** What happens in a process before it has read its settings. */
@RunWith(RobolectricTestRunner.class)
@Config(
    sdk = {26, 34},
    application = ColdStartTest.Cold.class)
public class ColdStartTest {
  private static final String ADDRESS = "http://127.0.0.1:1/events";

  /** An app that the user has told to stay connected, in an earlier process. */
  public static final class Cold extends GuardedApplication {
    @Override
    public void onCreate() {
      new Settings(ADDRESS, true).write(preferences());
      super.onCreate();
    }

    final CountDownLatch mayRead = new CountDownLatch(1);

    SharedPreferences preferences() {
      return super.getSharedPreferences("settings", Context.MODE_PRIVATE);
    }

    /** To the session's own thread the disk is slow. */
    @Override
    public SharedPreferences getSharedPreferences(String name, int mode) {
      SharedPreferences real = super.getSharedPreferences(name, mode);
      return (SharedPreferences)
          Proxy.newProxyInstance(
              Cold.class.getClassLoader(),
              new Class<?>[] {SharedPreferences.class},
              (proxy, method, arguments) -> {
                if (method.getName().equals("getString")) {
                  assertThat(mayRead.await(20, TimeUnit.SECONDS)).isTrue();
                }
                return method.invoke(real, arguments);
              });
    }
  }

  private final Cold app = (Cold) RuntimeEnvironment.getApplication();

  @After
  public void end() throws Exception {
    app.mayRead.countDown();
    app.session().close();
    Device.await("no thread is left", () -> Device.threads().isEmpty());
  }

  @Test
  public void staysConnectedThoughTheSettingsComeAfterTheScreen() throws Exception {
    Robolectric.buildActivity(MainActivity.class).create().start();
    assertThat(app.session().settings().address).as("loaded").isEmpty();
    awaitLoaded();
    Intent started = shadowOf(app).getNextStartedService();
    assertThat(started).isNotNull();
    assertThat(Objects.requireNonNull(started.getComponent()).getClassName())
        .isEqualTo(LiveService.class.getName());
  }

  @Test
  public void aScreenThatIsGoneWhenTheSettingsComeStartsNothing() throws Exception {
    Robolectric.buildActivity(MainActivity.class).create().start().stop();
    awaitLoaded();
    assertThat(shadowOf(app).getNextStartedService()).isNull();
  }

  @Test
  public void stoppedFromTheNotificationItKeepsTheAddress() throws Exception {
    Intent stop = new Intent(app, LiveService.class).setAction(LiveService.STOP);
    Robolectric.buildService(LiveService.class, stop).create().startCommand(0, 1);
    assertThat(app.session().settings().address).as("loaded").isEmpty();
    awaitLoaded();
    Device.await("written", () -> !Settings.read(app.preferences()).keepAlive);
    assertThat(Settings.read(app.preferences()).address).isEqualTo(ADDRESS);
    assertThat(app.session().settings().address).isEqualTo(ADDRESS);
    assertThat(app.session().room.address()).isEqualTo(ADDRESS);
  }

  @Test
  public void whatIsChosenBeforeTheSettingsComeHolds() throws Exception {
    app.session().change(new Settings("http://127.0.0.1:2/events", false));
    app.mayRead.countDown();
    Device.await("loaded", () -> app.session().settings().address.contains(":2/"));
    Device.await("written", () -> Settings.read(app.preferences()).address.contains(":2/"));
  }

  @Test
  public void aMessageWrittenBeforeTheSettingsComeIsNotLost() throws Exception {
    app.session().room.send("early");
    awaitLoaded();
    assertThat(Device.texts(app.session().room)).containsExactly("early");
    assertThat(app.session().room.timeline.rows().get(0).isUndecided()).isTrue();
  }

  private void awaitLoaded() throws Exception {
    app.mayRead.countDown();
    Device.await("loaded", () -> !app.session().settings().address.isEmpty());
  }
}
