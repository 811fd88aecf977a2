package dev.holdfast.sample;

import static org.assertj.core.api.Assertions.assertThat;

import android.database.DataSetObserver;
import dev.holdfast.Receipt;
import org.junit.Before;
import org.junit.Test;
import org.junit.runner.RunWith;
import org.robolectric.RobolectricTestRunner;
import org.robolectric.RuntimeEnvironment;
import org.robolectric.annotation.Config;

@RunWith(RobolectricTestRunner.class)
@Config(
    sdk = {26, 34},
    application = android.app.Application.class)
public class RowAdapterTest {
  private final Timeline timeline = new Timeline();
  private final RowAdapter rows = new RowAdapter(RuntimeEnvironment.getApplication());
  private int draws;

  @Before
  public void count() {
    rows.registerDataSetObserver(
        new DataSetObserver() {
          @Override
          public void onChanged() {
            draws++;
          }
        });
  }

  /** A reading, which has no row, has the screen drawn many times a second. */
  @Test
  public void drawsRowsAgainOnlyWhenOneIsAnother() {
    long mine = timeline.add(Row.mine("a", 0));
    drawn(1);
    drawn(0);
    timeline.replace(mine, Row.mine("a", 0).withFate(Receipt.State.SENT));
    drawn(1);
    timeline.add(Row.event("chat", "b", 0));
    drawn(1);
    drawn(0);
    timeline.remove(mine);
    drawn(1);
    timeline.clear();
    drawn(1);
    assertThat(rows.getCount()).isZero();
  }

  /** A list tells a screen reader that the others are disabled. */
  @Test
  public void allRowsAreEnabled() {
    timeline.add(Row.event("chat", "a", 0));
    timeline.add(Row.mine("b", 0).withFate(Receipt.State.ACKNOWLEDGED));
    rows.show(timeline.entries());
    assertThat(rows.isEnabled(0)).isTrue();
    assertThat(rows.isEnabled(1)).isTrue();
    assertThat(rows.areAllItemsEnabled()).isTrue();
  }

  private void drawn(int times) {
    draws = 0;
    rows.show(timeline.entries());
    assertThat(draws).isEqualTo(times);
  }
}
