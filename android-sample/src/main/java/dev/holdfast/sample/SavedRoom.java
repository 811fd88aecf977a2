package dev.holdfast.sample;

import dev.holdfast.Receipt;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.json.JSONArray;
import org.json.JSONException;
import org.json.JSONObject;
import org.jspecify.annotations.Nullable;

/**
 * What a process leaves to the next: what was shown, and the position right behind it. Both are of
 * the same moment, so that nothing is missing between them, and nothing comes twice. Immutable.
 */
final class SavedRoom {
  final String stream;
  final @Nullable String position;
  final List<Row> rows;

  /**
   * Creates a record.
   *
   * @param stream the stream's name
   * @param position its processed cursor; null where there is none
   * @param rows what was shown, oldest first
   */
  SavedRoom(String stream, @Nullable String position, List<Row> rows) {
    this.stream = stream;
    this.position = position;
    this.rows = Collections.unmodifiableList(new ArrayList<>(rows));
  }

  String toJson() {
    try {
      JSONArray lines = new JSONArray();
      for (Row row : rows) {
        lines.put(
            new JSONObject()
                .put("kind", row.kind.name())
                .put("time", row.time)
                .put("label", row.label)
                .put("text", row.text)
                .putOpt("fate", row.fate == null ? null : row.fate.name())
                .put("echoed", row.echoed));
      }
      return new JSONObject()
          .put("stream", stream)
          .putOpt("position", position)
          .put("rows", lines)
          .toString();
    } catch (JSONException e) {
      throw new AssertionError(e); // Only numbers that are none lead to it.
    }
  }

  /** Reads what {@link #toJson} wrote, or returns null if it is something else. */
  static @Nullable SavedRoom fromJson(String text) {
    try {
      JSONObject json = new JSONObject(text);
      List<Row> rows = new ArrayList<>();
      JSONArray lines = json.getJSONArray("rows");
      for (int i = 0; i < lines.length(); i++) {
        rows.add(row(lines.getJSONObject(i)));
      }
      String position = json.has("position") ? json.getString("position") : null;
      return new SavedRoom(json.getString("stream"), position, rows);
    } catch (JSONException | IllegalArgumentException e) {
      return null; // Of another version of the app: begin anew.
    }
  }

  private static Row row(JSONObject json) throws JSONException {
    Receipt.State fate = json.has("fate") ? Receipt.State.valueOf(json.getString("fate")) : null;
    return new Row(
        Row.Kind.valueOf(json.getString("kind")),
        json.getLong("time"),
        json.getString("label"),
        json.getString("text"),
        fate,
        json.getBoolean("echoed"));
  }
}
