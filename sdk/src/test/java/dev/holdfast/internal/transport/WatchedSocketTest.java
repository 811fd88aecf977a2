package dev.holdfast.internal.transport;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.holdfast.internal.sim.World;
import dev.holdfast.internal.wire.LimitExceededException;
import java.io.IOException;
import java.util.concurrent.TimeUnit;
import okio.Buffer;
import okio.ForwardingSource;
import okio.Okio;
import okio.Sink;
import okio.Socket;
import okio.Source;
import org.junit.jupiter.api.Test;

class WatchedSocketTest {
  private final World world = new World(1);
  private final Buffer incoming = new Buffer();
  private final Buffer read = new Buffer();
  private Runnable whileItWaits = () -> {};
  private int cancels;

  private final Socket peer =
      new Socket() {
        @Override
        public Source getSource() {
          return new ForwardingSource(incoming) {
            @Override
            public long read(Buffer sink, long byteCount) throws IOException {
              whileItWaits.run();
              return super.read(sink, byteCount);
            }
          };
        }

        @Override
        public Sink getSink() {
          return Okio.blackhole();
        }

        @Override
        public void cancel() {
          cancels++;
        }
      };

  private final WatchedSocket socket = new WatchedSocket(peer, world, 100, () -> {});

  private void comes(int first, int length) throws IOException {
    incoming.writeByte(first).writeByte(length).write(new byte[length]);
    socket.getSource().read(read, 8192);
  }

  @Test
  void tellsSinceWhenItsReaderWaits() throws Exception {
    assertThat(socket.waitsSince()).isEqualTo(Attempt.NOT_WAITING);
    world.run(1_000);
    whileItWaits =
        () -> {
          world.run(500);
          assertThat(socket.waitsSince()).isEqualTo(TimeUnit.SECONDS.toNanos(1));
        };
    comes(0x81, 10);
    assertThat(socket.waitsSince()).as("it is busy").isEqualTo(Attempt.NOT_WAITING);
    assertThat(read.size()).isEqualTo(12);
  }

  @Test
  void pongsAreNoData() throws Exception {
    world.run(1_000);
    comes(0x8a, 10);
    assertThat(socket.lastDataAt()).isZero();
    comes(0x81, 10);
    assertThat(socket.lastDataAt()).isEqualTo(TimeUnit.SECONDS.toNanos(1));
  }

  @Test
  void aMessageThatIsTooLargeIsAFailure() throws Exception {
    comes(0x81, 100);
    comes(0x8a, 125);
    assertThatThrownBy(() -> comes(0x81, 101)).isInstanceOf(LimitExceededException.class);
    assertThatThrownBy(() -> comes(0x81, 1)).isInstanceOf(LimitExceededException.class);
  }

  @Test
  void whatComesBeforeAMessageThatIsTooLargeIsHeard() throws Exception {
    incoming.writeByte(0x81).writeByte(1).writeByte('x');
    comes(0x81, 101);
    assertThat(read.readByteString().hex()).isEqualTo("810178");
    assertThatThrownBy(() -> comes(0x81, 1)).isInstanceOf(LimitExceededException.class);
    assertThat(read.exhausted()).isTrue();
  }

  @Test
  void theRestIsTheSockets() throws Exception {
    socket.cancel();
    assertThat(cancels).isEqualTo(1);
    assertThat(socket.getSink()).isNotNull();
    assertThat(socket.getSource().read(read, 1)).as("its end").isEqualTo(-1);
  }
}
