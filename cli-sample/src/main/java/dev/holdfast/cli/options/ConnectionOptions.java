package dev.holdfast.cli.options;

import dev.holdfast.cli.connect.BearerFile;
import dev.holdfast.cli.connect.ProxyUrl;
import dev.holdfast.cli.connect.Trust;
import java.nio.file.Path;
import okhttp3.OkHttpClient;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** How to reach the server, and how to know it and be known by it. */
public final class ConnectionOptions {
  @Option(
      names = "--bearer-file",
      paramLabel = "FILE",
      description =
          "Send the token in this file as Authorization: Bearer; it is read again before each"
              + " attempt.")
  private @Nullable Path bearerFile;

  @Option(
      names = "--cacert",
      paramLabel = "FILE",
      description = "Trust the certificates in this PEM file, besides the system's.")
  private @Nullable Path cacert;

  @Option(
      names = "--insecure",
      description = "Accept any certificate: anybody may read and change what is sent.")
  private boolean insecure;

  @Option(
      names = "--proxy",
      paramLabel = "URL",
      description =
          "Connect through this proxy: http://[USER:PASSWORD@]HOST[:PORT] or socks5://HOST[:PORT].")
  private @Nullable String proxy;

  /** Returns whether a file has the token. */
  public boolean hasBearerFile() {
    return bearerFile != null;
  }

  /** Returns whether certificates are not checked. */
  public boolean insecure() {
    return insecure;
  }

  /** Returns a new client that connects this way, or names the bad value. */
  public OkHttpClient client() {
    OkHttpClient.Builder client = new OkHttpClient.Builder();
    if (insecure && cacert != null) {
      throw new UsageException("--cacert and --insecure contradict each other");
    }
    if (insecure) {
      Trust.anybody(client);
    } else if (cacert != null) {
      Trust.also(cacert, client);
    }
    if (proxy != null) {
      ProxyUrl.parse(proxy).applyTo(client);
    }
    if (bearerFile != null) {
      client.addInterceptor(BearerFile.open(bearerFile));
    }
    return client.build();
  }
}
