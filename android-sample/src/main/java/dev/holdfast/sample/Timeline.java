package dev.holdfast.sample;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/** What the screen shows: the latest rows, each with a number of its own. Main thread only. */
final class Timeline {
  static final int MAX_ROWS = 200;

  private final List<Entry> entries = new ArrayList<>();
  private long next = 1;

  /** Adds a row at the end, and returns its number. */
  long add(Row row) {
    entries.add(new Entry(next, row));
    if (entries.size() > MAX_ROWS) {
      removeOldest();
    }
    return next++;
  }

  /** A message that is still on its way is not forgotten for those behind it. */
  private void removeOldest() {
    for (int i = 0; i < entries.size(); i++) {
      if (!entries.get(i).row.isUndecided()) {
        entries.remove(i);
        return;
      }
    }
    entries.remove(0);
  }

  /** Returns the row of that number, or null if it is no longer there. */
  @Nullable Row get(long number) {
    int index = indexOf(number);
    return index < 0 ? null : entries.get(index).row;
  }

  /** Puts a row in the place of another, unless that is no longer there. */
  void replace(long number, Row row) {
    int index = indexOf(number);
    if (index >= 0) {
      entries.set(index, new Entry(number, row));
    }
  }

  void remove(long number) {
    int index = indexOf(number);
    if (index >= 0) {
      entries.remove(index);
    }
  }

  private int indexOf(long number) {
    for (int i = entries.size() - 1; i >= 0; i--) {
      if (entries.get(i).number == number) {
        return i;
      }
    }
    return -1;
  }

  /** Returns the number of the oldest row that is like that, or 0 if none is. */
  long find(Predicate<Row> wanted) {
    for (Entry entry : entries) {
      if (wanted.test(entry.row)) {
        return entry.number;
      }
    }
    return 0;
  }

  int count(Predicate<Row> wanted) {
    int count = 0;
    for (Entry entry : entries) {
      count += wanted.test(entry.row) ? 1 : 0;
    }
    return count;
  }

  void clear() {
    entries.clear();
  }

  /** Returns a copy of what there is, oldest first. */
  List<Entry> entries() {
    return Collections.unmodifiableList(new ArrayList<>(entries));
  }

  /** Returns a copy of the rows, oldest first. */
  List<Row> rows() {
    List<Row> rows = new ArrayList<>(entries.size());
    for (Entry entry : entries) {
      rows.add(entry.row);
    }
    return rows;
  }

  /** A row and its number. Immutable. */
  static final class Entry {
    final long number;
    final Row row;

    Entry(long number, Row row) {
      this.number = number;
      this.row = row;
    }
  }
}
