package dev.holdfast.cli;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.io.DataInputStream;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import okhttp3.Credentials;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** By way of a proxy, which here answers in place of the server. */
@Timeout(30)
class ProxyTest {
  private static final String STREAM =
      "HTTP/1.1 200 OK\r\nContent-Type: text/event-stream\r\nConnection: close\r\n\r\ndata: a\n\n";
  private static final String REFUSAL =
      "HTTP/1.1 407 No\r\nProxy-Authenticate: Basic realm=\"x\"\r\nContent-Length: 0\r\n"
          + "Connection: close\r\n\r\n";

  private final List<String> heads = new CopyOnWriteArrayList<>();
  private ServerSocket proxy;
  private volatile String wanted = "";
  private volatile boolean socks;

  @BeforeEach
  void start() throws IOException {
    proxy = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
    Thread thread = new Thread(this::serve);
    thread.setDaemon(true);
    thread.start();
  }

  @AfterEach
  void stop() throws IOException {
    proxy.close();
  }

  private void serve() {
    while (!proxy.isClosed()) {
      try (Socket socket = proxy.accept()) {
        if (socks) {
          greet(socket);
        }
        BufferedReader in =
            new BufferedReader(new InputStreamReader(socket.getInputStream(), UTF_8));
        StringBuilder head = new StringBuilder();
        for (String line = in.readLine(); line != null && !line.isEmpty(); line = in.readLine()) {
          head.append(line).append('\n');
        }
        heads.add(head.toString());
        String answer = head.toString().contains(wanted) ? STREAM : REFUSAL;
        socket.getOutputStream().write(answer.getBytes(UTF_8));
      } catch (IOException e) {
        // The end of a connection, or of the test.
      }
    }
  }

  /** RFC 1928: no authentication, then a request to connect, to a name. */
  private static void greet(Socket socket) throws IOException {
    DataInputStream in = new DataInputStream(socket.getInputStream());
    in.readByte();
    in.readNBytes(in.readUnsignedByte());
    socket.getOutputStream().write(new byte[] {5, 0});
    in.readNBytes(4);
    in.readNBytes(in.readUnsignedByte() + 2);
    socket.getOutputStream().write(new byte[] {5, 0, 0, 1, 127, 0, 0, 1, 0, 80});
  }

  @Test
  void socksCarriesTheRequest() {
    socks = true;

    String value = "socks5://127.0.0.1:" + proxy.getLocalPort();
    Cli.Result result = Cli.run("-o=data", "-n=1", "--proxy", value, "http://far.invalid/events");

    assertThat(result.out()).isEqualTo("a\n");
    assertThat(heads).hasSize(1).first().asString().startsWith("GET /events ");
  }

  private Cli.Result through(String userInfo, String url) {
    String value = "http://" + userInfo + "127.0.0.1:" + proxy.getLocalPort();
    return Cli.run("-v", "-o=data", "-n=1", "--proxy=" + value, url);
  }

  @Test
  void carriesTheRequest() {
    Cli.Result result = through("", "http://far.invalid/events");

    assertThat(result.out()).isEqualTo("a\n");
    assertThat(heads).hasSize(1).first().asString().startsWith("GET http://far.invalid/events ");
  }

  @Test
  void getsTheCredentialsItAsksFor() {
    wanted = "Proxy-Authorization: " + Credentials.basic("me+x", "s3:cret");

    Cli.Result result = through("me+x:s3%3Acret@", "http://far.invalid/events");

    assertThat(result.out()).isEqualTo("a\n");
    assertThat(heads).hasSize(2);
    assertThat(result.err()).doesNotContain("s3", "me+x");
  }

  @Test
  void wrongCredentialsAreExitStatusThree() {
    wanted = "never";

    Cli.Result plain = through("me:s3cret@", "http://far.invalid/events");
    Cli.Result tunnel = through("me:s3cret@", "https://far.invalid/events");
    Cli.Result none = through("", "http://far.invalid/events");

    assertThat(List.of(plain.exitCode(), tunnel.exitCode(), none.exitCode())).containsOnly(3);
    assertThat(plain.err() + tunnel.err()).contains("407").doesNotContain("s3cret", "me:");
  }

  @Test
  void aProxyThatIsNotThereIsTriedAgain() throws IOException {
    proxy.close();

    Cli.Result result = through("me:s3cret@", "http://far.invalid/");

    assertThat(result.exitCode()).isEqualTo(1);
    assertThat(result.err()).doesNotContain("s3cret");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "proxy:3128                     | not an http or socks5 URL",
        "ftp://me:s3cret@proxy          | not an http or socks5 URL",
        "http://me:s3 cret@proxy:1      | not a URL (write http://HOST:PORT)",
        "http://me:s3cret@              | no host, or no port from 1 to 65535",
        "http://me:s3cret@proxy:99999   | no host, or no port from 1 to 65535",
        "http://me:s3cret@proxy:1/x     | http://proxy:1: has more than host and port",
        "http://proxy?key=s3cret        | http://proxy: has more than host and port",
        "socks5://me:s3cret@proxy:1     | socks5://proxy:1: no user and password with socks5",
      })
  void saysWhatIsWrong(String value, String why) {
    Cli.Result result = Cli.run("--proxy=" + value, "http://127.0.0.1:1/");

    assertThat(result.err()).isEqualTo("holdfast: --proxy: " + why + "\n");
    assertThat(result.exitCode()).isEqualTo(2);
  }
}
