package dev.holdfast.sample;

import static org.assertj.core.api.Assertions.assertThat;

import android.widget.TextView;
import org.junit.Test;
import org.junit.runner.RunWith;
import org.robolectric.Robolectric;
import org.robolectric.RobolectricTestRunner;
import org.robolectric.android.controller.ActivityController;
import org.robolectric.annotation.Config;

@RunWith(RobolectricTestRunner.class)
@Config(sdk = {26, 34})
public class MainActivityTest {
  @Test
  public void opens() {
    try (ActivityController<MainActivity> screen = Robolectric.buildActivity(MainActivity.class)) {
      MainActivity activity = screen.setup().get();
      TextView state = activity.findViewById(R.id.state);
      assertThat(state.getText().toString()).isEqualTo("Starting");
    }
  }
}
