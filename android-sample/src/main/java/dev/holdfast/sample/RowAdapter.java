package dev.holdfast.sample;

import android.content.Context;
import android.view.LayoutInflater;
import android.view.View;
import android.view.ViewGroup;
import android.widget.BaseAdapter;
import android.widget.TextView;
import dev.holdfast.Receipt;
import java.text.DateFormat;
import java.util.Collections;
import java.util.Date;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The rows of the timeline as views. All are enabled, though a tap does something to few: of others
 * a screen reader would say "disabled". Main thread only.
 */
final class RowAdapter extends BaseAdapter {
  private static final int[] LAYOUTS = {
    R.layout.row_event, R.layout.row_mine, R.layout.row_gap, R.layout.row_note
  };

  private final Context context;
  private List<Timeline.Entry> entries = Collections.emptyList();
  private DateFormat time;

  RowAdapter(Context context) {
    this.context = context;
    this.time = timeFormat();
  }

  /** Entries do not change: where each is the one that was there, all rows stay as they are. */
  void show(List<Timeline.Entry> now) {
    if (!now.equals(entries)) {
      entries = now;
      time = timeFormat(); // The user may have gone over to 24 hours.
      notifyDataSetChanged();
    }
  }

  private DateFormat timeFormat() {
    return android.text.format.DateFormat.getTimeFormat(context);
  }

  @Override
  public int getCount() {
    return entries.size();
  }

  @Override
  public Timeline.Entry getItem(int position) {
    return entries.get(position);
  }

  @Override
  public long getItemId(int position) {
    return getItem(position).number;
  }

  @Override
  public boolean hasStableIds() {
    return true;
  }

  @Override
  public int getViewTypeCount() {
    return LAYOUTS.length;
  }

  @Override
  public int getItemViewType(int position) {
    switch (getItem(position).row.kind) {
      case EVENT:
        return 0;
      case MINE:
        return 1;
      case GAP:
      case POSSIBLE_GAP:
        return 2;
      case NOTE:
        return 3;
    }
    throw new AssertionError();
  }

  @Override
  public View getView(int position, @Nullable View old, ViewGroup parent) {
    View view =
        old != null
            ? old
            : LayoutInflater.from(context)
                .inflate(LAYOUTS[getItemViewType(position)], parent, false);
    Row row = getItem(position).row;
    switch (row.kind) {
      case EVENT:
        drawEvent(view, row);
        break;
      case MINE:
        drawMine(view, row);
        break;
      default:
        text(view, R.id.row_text, mark(row));
        break;
    }
    return view;
  }

  private void drawEvent(View view, Row row) {
    text(view, R.id.row_detail, context.getString(R.string.event_heading, row.label, time(row)));
    text(view, R.id.row_text, row.text);
    view.setContentDescription(
        context.getString(R.string.event_description, row.label, time(row), row.text));
  }

  private void drawMine(View view, Row row) {
    String fate = context.getString(label(row.fate == null ? Receipt.State.UNKNOWN : row.fate));
    text(view, R.id.row_text, row.text);
    TextView detail =
        text(view, R.id.row_detail, context.getString(R.string.event_heading, fate, time(row)));
    detail.setTextColor(context.getColor(row.isInDoubt() ? R.color.closed : R.color.text_quiet));
    view.setContentDescription(
        context.getString(R.string.mine_description, time(row), row.text, fate));
  }

  private String mark(Row row) {
    switch (row.kind) {
      case GAP:
        return context.getString(R.string.gap_proven);
      case POSSIBLE_GAP:
        return context.getString(R.string.gap_possible);
      default:
        return row.text.isEmpty()
            ? context.getString(R.string.note_closed)
            : context.getString(R.string.note_failed, row.text);
    }
  }

  private static int label(Receipt.State fate) {
    switch (fate) {
      case QUEUED:
        return R.string.fate_queued;
      case SENT:
        return R.string.fate_sent;
      case ACKNOWLEDGED:
        return R.string.fate_acknowledged;
      case HANDED_OFF:
        return R.string.fate_handed_off;
      case REJECTED:
        return R.string.fate_rejected;
      case UNKNOWN:
        return R.string.fate_unknown;
    }
    throw new AssertionError(fate);
  }

  private String time(Row row) {
    return time.format(new Date(row.time));
  }

  private static TextView text(View in, int id, String text) {
    TextView view = in.findViewById(id);
    view.setText(text);
    return view;
  }
}
