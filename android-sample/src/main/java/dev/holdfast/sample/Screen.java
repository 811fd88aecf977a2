package dev.holdfast.sample;

import android.app.Activity;
import android.content.res.ColorStateList;
import android.view.View;
import android.widget.ListView;
import android.widget.TextView;
import dev.holdfast.ConnectionState;
import dev.holdfast.TransportType;
import org.jspecify.annotations.Nullable;

/** Puts the present state into the views of an activity. Main thread only. */
final class Screen {
  private final Activity activity;
  private final AppSession session;
  private final RowAdapter rows;

  Screen(Activity activity, AppSession session) {
    this.activity = activity;
    this.session = session;
    this.rows = new RowAdapter(activity);
    ListView list = activity.findViewById(R.id.timeline);
    list.setAdapter(rows);
    list.setEmptyView(activity.findViewById(R.id.empty));
  }

  void draw() {
    Room room = session.room;
    text(R.id.address, room.address());
    drawState(room.state());
    String transport = activity.getString(label(room.transport()));
    TextView transportChip = text(R.id.transport, transport);
    transportChip.setContentDescription(
        activity.getString(R.string.transport_description, transport));
    transportChip.setVisibility(room.transport() == null ? View.GONE : View.VISIBLE);
    NetworkName name = session.network();
    String network = activity.getString(label(name == null ? null : name.kind));
    text(R.id.network, network)
        .setContentDescription(activity.getString(R.string.network_description, network));
    drawTile(room.readings);
    rows.show(room.timeline.entries());
  }

  private void drawState(@Nullable ConnectionState state) {
    String label = activity.getString(label(state));
    TextView chip = text(R.id.state, label);
    chip.setContentDescription(activity.getString(R.string.state_description, label));
    chip.setCompoundDrawableTintList(ColorStateList.valueOf(activity.getColor(colour(state))));
  }

  private void drawTile(Readings readings) {
    Readings.Reading latest = readings.latest();
    View tile = activity.findViewById(R.id.tile);
    tile.setVisibility(latest == null ? View.GONE : View.VISIBLE);
    if (latest == null) {
      return;
    }
    text(R.id.tile_label, activity.getString(R.string.tile_label, latest.type));
    text(R.id.tile_value, latest.value);
    text(R.id.tile_where, latest.subject);
    tile.setContentDescription(
        activity.getString(R.string.tile_description, latest.type, latest.value, latest.subject));
    Sparkline line = activity.findViewById(R.id.sparkline);
    line.show(readings.history());
  }

  /** A text that is there already is left alone: a screen reader would say it again. */
  private TextView text(int id, String text) {
    TextView view = activity.findViewById(id);
    if (!text.contentEquals(view.getText())) {
      view.setText(text);
    }
    return view;
  }

  private static int label(@Nullable ConnectionState state) {
    if (state == null) {
      return R.string.state_paused;
    }
    switch (state) {
      case IDLE:
        return R.string.state_idle;
      case CONNECTING:
        return R.string.state_connecting;
      case OPEN:
        return R.string.state_open;
      case WAITING:
        return R.string.state_waiting;
      case CLOSED:
        return R.string.state_closed;
    }
    throw new AssertionError(state);
  }

  private static int colour(@Nullable ConnectionState state) {
    if (state == null || state == ConnectionState.IDLE) {
      return R.color.text_quiet;
    } else if (state == ConnectionState.OPEN) {
      return R.color.open;
    } else if (state == ConnectionState.CLOSED) {
      return R.color.closed;
    } else {
      return R.color.connecting;
    }
  }

  private static int label(@Nullable TransportType transport) {
    if (transport == null) {
      return R.string.transport_none;
    }
    switch (transport) {
      case SSE:
        return R.string.transport_sse;
      case LONG_POLL:
        return R.string.transport_long_poll;
      case WEBSOCKET:
        return R.string.transport_websocket;
    }
    throw new AssertionError(transport);
  }

  private static int label(NetworkName.@Nullable Kind kind) {
    if (kind == null) {
      return R.string.network_none;
    }
    switch (kind) {
      case WIFI:
        return R.string.network_wifi;
      case CELLULAR:
        return R.string.network_cellular;
      case ETHERNET:
        return R.string.network_ethernet;
      case VPN:
        return R.string.network_vpn;
      case OTHER:
        return R.string.network_other;
    }
    throw new AssertionError(kind);
  }
}
