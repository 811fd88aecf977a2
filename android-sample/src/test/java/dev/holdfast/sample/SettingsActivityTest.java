package dev.holdfast.sample;

import static org.assertj.core.api.Assertions.assertThat;
import static org.robolectric.Shadows.shadowOf;

import android.Manifest;
import android.app.Activity;
import android.widget.Switch;
import org.junit.Test;
import org.robolectric.Robolectric;
import org.robolectric.RuntimeEnvironment;
import org.robolectric.android.controller.ActivityController;
import org.robolectric.annotation.Config;

@Config(sdk = 34)
public class SettingsActivityTest extends AppTest {
  private final ActivityController<SettingsActivity> screen =
      Robolectric.buildActivity(SettingsActivity.class);

  @Test
  public void asksForNotificationsWhenTheUserWantsTheServiceAndNotAgainAtARotation() {
    screen.setup();
    keepAlive().performClick();
    assertThat(asked()).isTrue();

    Activity before = screen.get();
    screen.recreate();
    assertThat(screen.get()).isNotSameAs(before);
    assertThat(keepAlive().isChecked()).isTrue();
    assertThat(asked()).isFalse();

    keepAlive().performClick();
    assertThat(asked()).as("turned off").isFalse();
    keepAlive().performClick();
    assertThat(asked()).isTrue();
    screen.close();
  }

  @Test
  public void doesNotAskForWhatItHas() {
    shadowOf(RuntimeEnvironment.getApplication())
        .grantPermissions(Manifest.permission.POST_NOTIFICATIONS);
    screen.setup();
    keepAlive().performClick();
    assertThat(asked()).isFalse();
    screen.close();
  }

  private Switch keepAlive() {
    return screen.get().findViewById(R.id.keep_alive);
  }

  private boolean asked() {
    return shadowOf(screen.get()).getLastRequestedPermission() != null;
  }
}
