package dev.holdfast.cli.demo;

/** Where in the bytes of an event a connection breaks. */
enum Spot {
  /** Before its first byte. */
  BEFORE_EVENT {
    @Override
    int within(byte[] event) {
      return 0;
    }
  },
  /** After half of its bytes. */
  MID_EVENT {
    @Override
    int within(byte[] event) {
      return event.length / 2;
    }
  },
  /** After the first byte of a character that has several. */
  MID_CHARACTER {
    @Override
    int within(byte[] event) {
      for (int i = 0; i < event.length; i++) {
        if (event[i] < 0) {
          return i + 1;
        }
      }
      throw new IllegalArgumentException("all characters have one byte");
    }
  };

  abstract int within(byte[] event);

  /**
   * How many bytes a body that starts with event {@code first} has sent at this spot of event n.
   */
  long bytes(long first, long n) {
    long bytes = within(Reading.wire(n));
    for (long i = first; i < n; i++) {
      bytes += Reading.wire(i).length;
    }
    return bytes;
  }
}
