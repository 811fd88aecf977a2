package dev.holdfast.sample;

import android.content.Context;
import android.util.AttributeSet;
import android.view.View;
import android.view.ViewGroup;

/** Puts its children side by side, and goes to another line where the next has no room. */
public final class ChipRow extends ViewGroup {
  private static final int GAP_DP = 8;

  private final int gap;

  /** Creates one from a layout. */
  public ChipRow(Context context, AttributeSet attributes) {
    super(context, attributes);
    gap = Math.round(GAP_DP * getResources().getDisplayMetrics().density);
  }

  @Override
  protected void onMeasure(int widthSpec, int heightSpec) {
    int width = MeasureSpec.getSize(widthSpec);
    int inner = width - getPaddingLeft() - getPaddingRight();
    int most = MeasureSpec.makeMeasureSpec(inner, MeasureSpec.AT_MOST);
    int any = MeasureSpec.makeMeasureSpec(0, MeasureSpec.UNSPECIFIED);
    for (int i = 0; i < getChildCount(); i++) {
      getChildAt(i).measure(most, any);
    }
    int height = place(inner, false) + getPaddingTop() + getPaddingBottom();
    setMeasuredDimension(width, resolveSize(height, heightSpec));
  }

  @Override
  protected void onLayout(boolean changed, int left, int top, int right, int bottom) {
    place(right - left - getPaddingLeft() - getPaddingRight(), true);
  }

  /** Returns the height of all lines, and puts the children there if that is asked for. */
  private int place(int inner, boolean forGood) {
    int x = 0;
    int y = 0;
    int line = 0;
    for (int i = 0; i < getChildCount(); i++) {
      View child = getChildAt(i);
      if (child.getVisibility() == GONE) {
        continue;
      }
      int width = child.getMeasuredWidth();
      if (x > 0 && x + width > inner) {
        x = 0;
        y += line + gap;
        line = 0;
      }
      if (forGood) {
        boolean mirrored = getLayoutDirection() == LAYOUT_DIRECTION_RTL;
        int left = getPaddingLeft() + (mirrored ? inner - x - width : x);
        int top = getPaddingTop() + y;
        child.layout(left, top, left + width, top + child.getMeasuredHeight());
      }
      x += width + gap;
      line = Math.max(line, child.getMeasuredHeight());
    }
    return y + line;
  }
}
