package dev.holdfast.cli.output;

import java.io.FileInputStream;
import java.io.FileOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.Pipe;

/**
 * Errors of the operating system. An {@link IOException} has nothing but their text, and that may
 * be in the user's language: so what it is there is found out by making the error.
 */
enum SystemError {
  /** Nobody reads a pipe any more. */
  BROKEN_PIPE("Broken pipe") {
    @Override
    void make() throws IOException {
      Pipe pipe = Pipe.open();
      try (Pipe.SinkChannel sink = pipe.sink()) {
        pipe.source().close();
        sink.write(ByteBuffer.allocate(1));
      }
    }
  },

  /** It is not open, or not for writing. */
  BAD_DESCRIPTOR("Bad file descriptor") {
    @Override
    void make() throws IOException {
      try (FileInputStream in = new FileInputStream("/dev/null");
          FileOutputStream out = new FileOutputStream(in.getFD())) {
        out.write(0);
      }
    }
  },

  /** Standard output is a socket, as some programs have it, and its other side is gone. */
  CONNECTION_RESET("Connection reset by peer") {
    @Override
    void make() {
      // Takes a peer.
    }
  };

  private final String english;

  SystemError(String english) {
    this.english = english;
  }

  /** Fails with this error, where that is possible. */
  abstract void make() throws IOException;

  /** Whether it is why something failed. */
  boolean isThatOf(IOException failure) {
    String text = String.valueOf(failure.getMessage());
    return text.equals(english) || text.equals(local());
  }

  private String local() {
    try {
      make();
      return english;
    } catch (IOException made) {
      return String.valueOf(made.getMessage());
    }
  }
}
