package dev.holdfast.cli.connect;

import dev.holdfast.cli.options.FileTrouble;
import dev.holdfast.cli.options.UsageException;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.Certificate;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManager;
import javax.net.ssl.TrustManagerFactory;
import javax.net.ssl.X509TrustManager;
import okhttp3.OkHttpClient;
import org.jspecify.annotations.Nullable;

/** Whose certificates a client accepts. */
public final class Trust {
  private Trust() {}

  /** Trusts what is in a PEM file, besides what the system trusts. */
  public static void also(Path file, OkHttpClient.Builder client) {
    try {
      List<Certificate> trusted = new ArrayList<>(certificates(file));
      trusted.addAll(Arrays.asList(manager(null).getAcceptedIssuers()));
      KeyStore store = KeyStore.getInstance(KeyStore.getDefaultType());
      store.load(null, null);
      for (int i = 0; i < trusted.size(); i++) {
        store.setCertificateEntry("trusted-" + i, trusted.get(i));
      }
      use(manager(store), client);
    } catch (CertificateException e) {
      throw new UsageException("--cacert: " + file + ": not certificates in PEM");
    } catch (IOException e) {
      throw new UsageException("--cacert: " + file + ": " + FileTrouble.reason(e));
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException(e);
    }
  }

  /** Accepts any certificate, for any host. */
  public static void anybody(OkHttpClient.Builder client) {
    try {
      use(new Anybody(), client);
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException(e);
    }
    client.hostnameVerifier((host, session) -> true);
  }

  private static Collection<? extends Certificate> certificates(Path file)
      throws IOException, CertificateException {
    if (Files.isDirectory(file)) {
      throw new IOException("is a directory");
    }
    byte[] content = Files.readAllBytes(file);
    try (InputStream in = new ByteArrayInputStream(content)) {
      Collection<? extends Certificate> found =
          CertificateFactory.getInstance("X.509").generateCertificates(in);
      if (found.isEmpty()) {
        throw new CertificateException("none");
      }
      return found;
    }
  }

  private static X509TrustManager manager(@Nullable KeyStore store)
      throws GeneralSecurityException {
    TrustManagerFactory factory =
        TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
    factory.init(store);
    for (TrustManager manager : factory.getTrustManagers()) {
      if (manager instanceof X509TrustManager x509) {
        return x509;
      }
    }
    throw new IllegalStateException("no X.509 trust manager");
  }

  private static void use(X509TrustManager manager, OkHttpClient.Builder client)
      throws GeneralSecurityException {
    SSLContext context = SSLContext.getInstance("TLS");
    context.init(null, new TrustManager[] {manager}, null);
    client.sslSocketFactory(context.getSocketFactory(), manager);
  }

  /** Checks nothing. */
  private static final class Anybody implements X509TrustManager {
    @Override
    public void checkClientTrusted(X509Certificate[] chain, String type) {}

    @Override
    public void checkServerTrusted(X509Certificate[] chain, String type) {}

    @Override
    public X509Certificate[] getAcceptedIssuers() {
      return new X509Certificate[0];
    }
  }
}
