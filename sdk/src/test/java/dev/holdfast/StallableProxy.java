package dev.holdfast;

import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/**
 * Forwards the bytes of TCP connections, whatever they carry, and can stop without a word: both
 * sides go on believing in a connection that is dead.
 */
final class StallableProxy implements Closeable {
  private final ServerSocket socket;
  private final int target;
  private final List<Pipe> pipes = new CopyOnWriteArrayList<>();

  /** A proxy for a port of this machine. */
  StallableProxy(int target) throws IOException {
    this.target = target;
    this.socket = new ServerSocket(0, 50, InetAddress.getByName("127.0.0.1"));
    run(this::accept);
  }

  private void accept() throws IOException {
    while (true) {
      Socket client = socket.accept();
      pipes.add(new Pipe(client, new Socket(InetAddress.getByName("127.0.0.1"), target)));
    }
  }

  int port() {
    return socket.getLocalPort();
  }

  /** How many connections there were. */
  int accepted() {
    return pipes.size();
  }

  /** How many connections neither side has ended, as far as the proxy has noticed. */
  long open() {
    return pipes.stream().filter(pipe -> !pipe.ended).count();
  }

  /** From now on nothing passes on the connections that there are, their ends included. */
  void stall() {
    pipes.forEach(pipe -> pipe.stall(true));
  }

  /** Lets pass what the stalled connections have held back. */
  void resume() {
    pipes.forEach(pipe -> pipe.stall(false));
  }

  /** Ends the connections that there are, on both sides. */
  void drop() {
    pipes.forEach(Pipe::close);
  }

  /** Ends all connections but the one that came last; returns how many had to be. */
  int dropAllButLast() {
    int dropped = 0;
    for (Pipe pipe : pipes.subList(0, pipes.size() - 1)) {
      if (!pipe.ended) {
        dropped++;
        pipe.close();
      }
    }
    return dropped;
  }

  /** When something was forwarded to a client last, by {@link System#nanoTime}. */
  long forwardedAt() {
    long latest = pipes.get(0).forwardedAt;
    for (Pipe pipe : pipes) {
      latest = Math.max(latest, pipe.forwardedAt);
    }
    return latest;
  }

  @Override
  public void close() throws IOException {
    socket.close();
    drop();
  }

  private interface Task {
    void run() throws IOException;
  }

  private static void run(Task task) {
    Thread thread =
        new Thread(
            () -> {
              try {
                task.run();
              } catch (IOException e) {
                // One of the sides went, or the test is over.
              }
            },
            "stallable-proxy");
    thread.setDaemon(true);
    thread.start();
  }

  /** One connection. */
  private static final class Pipe {
    private final Socket client;
    private final Socket server;
    private boolean stalled;
    private boolean closed;
    volatile boolean ended;
    volatile long forwardedAt = System.nanoTime();

    Pipe(Socket client, Socket server) throws IOException {
      this.client = client;
      this.server = server;
      client.setTcpNoDelay(true);
      server.setTcpNoDelay(true);
      run(() -> forward(client, server, false));
      run(() -> forward(server, client, true));
    }

    private void forward(Socket from, Socket to, boolean down) throws IOException {
      try {
        InputStream in = from.getInputStream();
        OutputStream out = to.getOutputStream();
        byte[] buffer = new byte[8192];
        int count;
        while ((count = in.read(buffer)) >= 0) {
          awaitFlow();
          out.write(buffer, 0, count);
          if (down) {
            forwardedAt = System.nanoTime();
          }
        }
        ended = true;
        awaitFlow();
      } finally {
        close();
      }
    }

    private synchronized void awaitFlow() throws IOException {
      try {
        while (stalled && !closed) {
          wait();
        }
      } catch (InterruptedException e) {
        throw new IOException(e);
      }
    }

    synchronized void stall(boolean on) {
      stalled = on;
      notifyAll();
    }

    void close() {
      synchronized (this) {
        closed = true;
        ended = true;
        notifyAll();
      }
      for (Socket side : new Socket[] {client, server}) {
        try {
          side.close();
        } catch (IOException e) {
          // It is gone all the same.
        }
      }
    }
  }
}
