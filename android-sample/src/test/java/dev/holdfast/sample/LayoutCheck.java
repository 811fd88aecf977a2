package dev.holdfast.sample;

import static org.assertj.core.api.Assertions.assertThat;

import android.graphics.Bitmap;
import android.graphics.Color;
import android.graphics.Rect;
import android.text.Layout;
import android.view.View;
import android.view.ViewGroup;
import android.widget.AdapterView;
import android.widget.EditText;
import android.widget.ScrollView;
import android.widget.TextView;
import java.util.ArrayList;
import java.util.List;

/** Looks for what is cut off, too small to touch, or hard to read on a screen. */
final class LayoutCheck {
  private static final int TOUCH_DP = 48;

  /** WCAG 2.2, level AA, for text. */
  private static final double CONTRAST = 4.5;

  private final Bitmap drawn;
  private final List<String> faults = new ArrayList<>();
  private int texts;

  private LayoutCheck(Bitmap drawn) {
    this.drawn = drawn;
  }

  /** Checks all that is shown below this view, drawn as that bitmap, and counts its texts. */
  static int check(View root, Bitmap drawn) {
    LayoutCheck check = new LayoutCheck(drawn);
    check.visit(root, false);
    assertThat(check.faults).isEmpty();
    return check.texts;
  }

  private void visit(View view, boolean scrolls) {
    if (view.getVisibility() != View.VISIBLE) {
      return;
    }
    Rect seen = new Rect();
    boolean anySeen = view.getGlobalVisibleRect(seen);
    if (scrolls && (!anySeen || seen.height() < view.getHeight())) {
      return; // Partly scrolled away.
    }
    if (view.isClickable() || isRow(view)) {
      touchable(view);
    }
    if (view instanceof TextView) {
      texts++;
      text((TextView) view, seen);
    } else if (view.getId() != View.NO_ID && seen.isEmpty()) {
      fault(view, "has no room");
    }
    if (view instanceof ViewGroup) {
      ViewGroup group = (ViewGroup) view;
      boolean inside = scrolls || view instanceof AdapterView || view instanceof ScrollView;
      for (int i = 0; i < group.getChildCount(); i++) {
        visit(group.getChildAt(i), inside);
      }
    }
  }

  private static boolean isRow(View view) {
    return view.getParent() instanceof AdapterView;
  }

  private void touchable(View view) {
    float density = view.getResources().getDisplayMetrics().density;
    boolean acts = !isRow(view) || view.findViewById(R.id.row_detail) != null;
    if (acts && Math.min(view.getWidth(), view.getHeight()) < TOUCH_DP * density) {
      fault(view, "is too small to touch");
    }
  }

  private void text(TextView view, Rect seen) {
    Layout layout = view.getLayout();
    if (layout == null || view.length() == 0 && view.getHint() == null) {
      fault(view, "has no text");
      return;
    }
    if (seen.width() < view.getWidth() || seen.height() < view.getHeight()) {
      fault(view, "is cut off");
    }
    int height = view.getHeight() - view.getCompoundPaddingTop() - view.getCompoundPaddingBottom();
    int width = view.getWidth() - view.getCompoundPaddingLeft() - view.getCompoundPaddingRight();
    if (layout.getHeight() > height) {
      fault(view, "is not high enough");
    }
    for (int line = 0; !(view instanceof EditText) && line < layout.getLineCount(); line++) {
      // The address of the stream may be of any length.
      if (layout.getEllipsisCount(line) > 0 && view.getId() != R.id.address) {
        fault(view, "is shortened");
      } else if (layout.getLineMax(line) > width + 1) {
        fault(view, "is not wide enough");
      }
    }
    if (contrast(seen) < CONTRAST) {
      fault(view, "has a contrast of " + contrast(seen));
    }
  }

  /** Between the lightest and the darkest that was drawn there. */
  private double contrast(Rect area) {
    double low = 1;
    double high = 0;
    for (int y = Math.max(0, area.top); y < Math.min(area.bottom, drawn.getHeight()); y++) {
      for (int x = Math.max(0, area.left); x < Math.min(area.right, drawn.getWidth()); x++) {
        double luminance = Color.luminance(drawn.getPixel(x, y));
        low = Math.min(low, luminance);
        high = Math.max(high, luminance);
      }
    }
    return (high + 0.05) / (low + 0.05);
  }

  private void fault(View view, String what) {
    CharSequence text = view instanceof TextView ? ((TextView) view).getText() : "";
    faults.add(view.getClass().getSimpleName() + " \"" + text + "\" " + what);
  }
}
