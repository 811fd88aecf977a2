package dev.holdfast.sample;

import static org.assertj.core.api.Assertions.assertThat;

import android.graphics.Bitmap;
import android.graphics.Canvas;
import android.view.View;
import android.widget.ListView;
import android.widget.TextView;
import dev.holdfast.Receipt;
import dev.holdfast.StreamEvent;
import dev.holdfast.TransportType;
import dev.holdfast.testkit.Served;
import java.io.File;
import java.io.FileOutputStream;
import java.util.Locale;
import java.util.concurrent.TimeUnit;
import org.junit.Test;
import org.robolectric.Robolectric;
import org.robolectric.RuntimeEnvironment;
import org.robolectric.android.controller.ActivityController;
import org.robolectric.annotation.Config;
import org.robolectric.annotation.GraphicsMode;

/** What the screens look like, by Android's own graphics. docs/images has what this draws. */
@GraphicsMode(GraphicsMode.Mode.NATIVE)
@Config(sdk = 34, qualifiers = "w393dp-h780dp-xhdpi")
public class ScreenshotTest extends AppTest {
  /** 21 November 2026, 09:41 UTC. */
  private static final long TIME = 1795254060000L;

  @Test
  public void light() throws Exception {
    draw("android-light");
  }

  @Test
  @Config(qualifiers = "+night")
  public void dark() throws Exception {
    draw("android-dark");
  }

  /** The smallest screen in use, and the largest text of Android's quick settings. */
  @Test
  @Config(qualifiers = "w320dp-h640dp-xhdpi")
  public void largeTextOnANarrowScreen() throws Exception {
    RuntimeEnvironment.setFontScale(1.5f);
    Device.cellular(); // The longest of their names.
    draw("android-large-text");
  }

  @Test
  @Config(qualifiers = "ar-ldrtl-w393dp-h780dp-xhdpi")
  public void fromRightToLeft() throws Exception {
    draw("android-rtl");
  }

  @Test
  @Config(qualifiers = "w320dp-h640dp-xhdpi")
  public void nothingToShowYet() throws Exception {
    RuntimeEnvironment.setFontScale(1.5f);
    ActivityController<MainActivity> screen = Robolectric.buildActivity(MainActivity.class).setup();
    Device.await("open", () -> room.transport() != null);
    save(screen, "android-empty");
    screen.close();
  }

  private void draw(String name) throws Exception {
    ActivityController<MainActivity> screen = Robolectric.buildActivity(MainActivity.class).setup();
    log.publish("chat", "first");
    Device.await("WebSocket", () -> room.transport() == TransportType.WEBSOCKET);
    assertThat(log.requestCount(Served.WEBSOCKET)).isPositive();
    fill();
    room.onStateChange(room.state(), null); // As any news, it has the screen drawn.
    Device.pass(1, TimeUnit.SECONDS);
    ((TextView) screen.get().findViewById(R.id.address)).setText("https://example.com/events");
    ListView list = screen.get().findViewById(R.id.timeline);
    assertThat(list.getAdapter().getCount()).isEqualTo(room.timeline.rows().size());
    assertThat(save(screen, name)).as("texts of " + name).isGreaterThan(10);
    list.setSelection(0);
    Device.pass(1, TimeUnit.SECONDS);
    assertThat(list.getFirstVisiblePosition()).isZero();
    save(screen, name + "-top");
    screen.close();
    ActivityController<SettingsActivity> settings =
        Robolectric.buildActivity(SettingsActivity.class).setup();
    ((TextView) settings.get().findViewById(R.id.address)).setText(Settings.DEFAULT_ADDRESS);
    assertThat(save(settings, name + "-settings")).isGreaterThan(5);
    settings.close();
  }

  private void fill() {
    room.timeline.clear();
    for (int n = 0; n < 60; n++) {
      double celsius = 18 + 6 * Math.sin(n / 7.0) + 1.5 * Math.sin(n * 1.7);
      room.readings.add(reading(celsius));
    }
    event("alice", "Is the feed back after the switch to mobile data?");
    mine("It never went away.", Receipt.State.ACKNOWLEDGED);
    event("deploy", "{\"service\":\"prices\",\"version\":\"4.2.0\"}");
    room.timeline.add(Row.of(Row.Kind.POSSIBLE_GAP, "", TIME));
    event("bob", "The server dropped its history when it restarted, so there is a marker.");
    mine("Seen. Reloading the rest.", Receipt.State.ACKNOWLEDGED);
    mine("And this one on its way", Receipt.State.SENT);
    mine("Written in the lift", Receipt.State.UNKNOWN);
    mine("Waiting for its turn", Receipt.State.QUEUED);
  }

  private static StreamEvent reading(double celsius) {
    String data = String.format(Locale.ROOT, "{\"city\":\"Zürich\",\"celsius\":%.1f}", celsius);
    return StreamEvent.create("1", "1", "reading", data, TransportType.WEBSOCKET);
  }

  private void event(String type, String text) {
    room.timeline.add(Row.event(type, text, TIME));
  }

  private void mine(String text, Receipt.State fate) {
    room.timeline.add(Row.mine(text, TIME).withFate(fate));
  }

  /** Returns how many texts it has. */
  private static int save(ActivityController<?> screen, String name) throws Exception {
    Device.pass(1, TimeUnit.SECONDS);
    View root = screen.get().getWindow().getDecorView();
    Bitmap bitmap = Bitmap.createBitmap(root.getWidth(), root.getHeight(), Bitmap.Config.ARGB_8888);
    root.draw(new Canvas(bitmap));
    File folder = new File("target/screenshots");
    folder.mkdirs();
    try (FileOutputStream file = new FileOutputStream(new File(folder, name + ".png"))) {
      bitmap.compress(Bitmap.CompressFormat.PNG, 100, file);
    }
    return LayoutCheck.check(root, bitmap);
  }
}
