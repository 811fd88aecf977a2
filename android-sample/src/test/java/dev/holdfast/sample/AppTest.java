package dev.holdfast.sample;

import static org.assertj.core.api.Assertions.assertThat;

import dev.holdfast.testkit.EventLog;
import dev.holdfast.testkit.StreamServer;
import org.junit.After;
import org.junit.Before;
import org.junit.runner.RunWith;
import org.robolectric.RobolectricTestRunner;
import org.robolectric.RuntimeEnvironment;
import org.robolectric.annotation.Config;

/**
 * The app on the framework of two versions of Android, and a server at the other end of a socket.
 */
@RunWith(RobolectricTestRunner.class)
@Config(
    sdk = {26, 34},
    application = GuardedApplication.class)
public abstract class AppTest {
  StreamServer server;
  EventLog log;
  AppSession session;
  Room room;

  @Before
  public final void startApp() throws Exception {
    server = StreamServer.builder().start();
    log = server.stream("/events").startFromBeginning();
    session = Device.start(server.url("/events").toString());
    room = session.room;
  }

  @After
  public final void endApp() throws Exception {
    GuardedApplication application = (GuardedApplication) RuntimeEnvironment.getApplication();
    application.session().close();
    server.close();
    Device.await("no thread is left: " + Device.threads(), () -> Device.threads().isEmpty());
    assertThat(application.guard.violations()).as("network on the main thread").isEmpty();
  }
}
