package dev.holdfast.cli.output;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.io.FileInputStream;
import java.io.FileOutputStream;
import java.io.IOException;
import org.junit.jupiter.api.Test;

/** Errors as the system of this machine words them. */
class SystemErrorTest {
  @Test
  void aPipeWhoseReaderLeftIsKnown() throws Exception {
    // Its end of the pipe is closed, and it goes on: of one that is over, Java closes ours.
    Process reader = new ProcessBuilder("sh", "-c", "exec <&-; exec sleep 30").start();
    IOException failure =
        assertThrows(
            IOException.class,
            () -> {
              while (true) {
                reader.getOutputStream().write(new byte[8192]);
                reader.getOutputStream().flush();
              }
            });
    reader.destroyForcibly();
    assertThat(SystemError.BROKEN_PIPE.isThatOf(failure)).as("%s", failure).isTrue();
    assertThat(SystemError.BAD_DESCRIPTOR.isThatOf(failure)).isFalse();
  }

  @Test
  void whatIsNotOpenForWritingIsKnown() throws Exception {
    IOException failure =
        assertThrows(
            IOException.class,
            () -> {
              try (FileInputStream in = new FileInputStream("/dev/null");
                  FileOutputStream out = new FileOutputStream(in.getFD())) {
                out.write(1);
              }
            });
    assertThat(SystemError.BAD_DESCRIPTOR.isThatOf(failure)).as("%s", failure).isTrue();
    assertThat(SystemError.BROKEN_PIPE.isThatOf(failure)).isFalse();
  }

  @Test
  void whatItMakesToKnowAnErrorIsThatError() {
    assertThat(assertThrows(IOException.class, SystemError.BROKEN_PIPE::make)).isNotNull();
    assertThat(assertThrows(IOException.class, SystemError.BAD_DESCRIPTOR::make)).isNotNull();
  }
}
