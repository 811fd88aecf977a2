package dev.holdfast.cli.options;

import dev.holdfast.CredentialsProvider;
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
              + " attempt, and once more when the server refuses it.")
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
    return client.build();
  }

  /** Returns what the server is to know the command by, or names the bad file; null for nothing. */
  public @Nullable CredentialsProvider credentials() {
    return bearerFile == null ? null : BearerFile.open(bearerFile);
  }
}
