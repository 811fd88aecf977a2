package dev.holdfast.sample;

import android.content.Context;
import android.graphics.Canvas;
import android.graphics.Paint;
import android.graphics.Path;
import android.util.AttributeSet;
import android.view.View;
import java.util.Collections;
import java.util.List;

/** A line through the latest numbers. */
public final class Sparkline extends View {
  private final Paint line = new Paint(Paint.ANTI_ALIAS_FLAG);
  private final Paint dot = new Paint(Paint.ANTI_ALIAS_FLAG);
  private final Path path = new Path();
  private final float density;
  private List<Float> numbers = Collections.emptyList();

  /** Creates one from a layout. */
  public Sparkline(Context context, AttributeSet attributes) {
    super(context, attributes);
    density = getResources().getDisplayMetrics().density;
    line.setStyle(Paint.Style.STROKE);
    line.setStrokeWidth(2 * density);
    line.setStrokeJoin(Paint.Join.ROUND);
    line.setColor(context.getColor(R.color.primary));
    dot.setColor(context.getColor(R.color.primary));
    setImportantForAccessibility(IMPORTANT_FOR_ACCESSIBILITY_NO);
  }

  void show(List<Float> latest) {
    if (!latest.equals(numbers)) {
      numbers = latest;
      invalidate();
    }
  }

  @Override
  protected void onDraw(Canvas canvas) {
    if (numbers.size() < 2) {
      return;
    }
    float low = Collections.min(numbers);
    float range = Math.max(Collections.max(numbers) - low, 1e-6f);
    float margin = 4 * density;
    float width = getWidth() - 2 * margin;
    float height = getHeight() - 2 * margin;
    path.rewind();
    float x = margin;
    float y = margin;
    for (int i = 0; i < numbers.size(); i++) {
      x = margin + width * i / (numbers.size() - 1);
      y = margin + height * (1 - (numbers.get(i) - low) / range);
      if (i == 0) {
        path.moveTo(x, y);
      } else {
        path.lineTo(x, y);
      }
    }
    canvas.drawPath(path, line);
    canvas.drawCircle(x, y, 3.5f * density, dot);
  }
}
