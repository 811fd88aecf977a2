package dev.holdfast.cli.output;

import dev.holdfast.StreamEvent;
import java.time.Clock;
import java.time.LocalTime;
import java.time.format.DateTimeFormatter;

/** For people: time, type, id, data. The further lines of data stand below its first. */
public final class TextFormat implements EventFormat {
  static final DateTimeFormatter TIME = DateTimeFormatter.ofPattern("HH:mm:ss.SSS");

  /** More of what nobody can read helps nobody; 64 bytes or so show what it is. */
  private static final int SHOWN_BASE64 = 88;

  /** Below what is longer, further lines of data begin here: they may be many. */
  private static final int MOST_INDENTED = 40;

  private final Colours colours;
  private final Clock clock;

  /** Creates a format that reads the time of day from the clock. */
  public TextFormat(Colours colours, Clock clock) {
    this.colours = colours;
    this.clock = clock;
  }

  @Override
  public String format(StreamEvent event) {
    StringBuilder text = new StringBuilder(event.data().length() + 64);
    String time = LocalTime.now(clock).format(TIME);
    text.append(colours.dim(time)).append("  ");
    int column = time.length() + 2;
    if (!event.type().equals("message")) {
      String type = Visible.line(event.type());
      text.append(colours.name(type)).append("  ");
      column += width(type) + 2;
    }
    if (event.lastEventId() != null) {
      String id = Visible.line(event.lastEventId());
      text.append(colours.dim(id)).append("  ");
      column += width(id) + 2;
    }
    String below = "\n" + " ".repeat(Math.min(column, MOST_INDENTED));
    return text.append(data(event).replace("\n", below)).append('\n').toString();
  }

  private static String data(StreamEvent event) {
    if (!event.isBinary()) {
      return Visible.block(event.data());
    }
    String base64 = event.data();
    int size = event.bytes().size();
    return (size == 1 ? "(1 byte) " : "(" + size + " bytes) ")
        + (base64.length() <= SHOWN_BASE64 ? base64 : base64.substring(0, SHOWN_BASE64) + "…");
  }

  private static int width(String text) {
    return text.codePointCount(0, text.length());
  }
}
