package dev.holdfast.testkit;

import java.util.concurrent.TimeUnit;
import okhttp3.tls.HandshakeCertificates;
import okhttp3.tls.HeldCertificate;

/** The certificate that a TLS server shows; a client must refuse all but the first. */
public enum ServerCertificate {
  /** Valid, for {@code 127.0.0.1} and {@code localhost}. */
  TRUSTED,
  /** Signed by an authority that the client does not know. */
  UNTRUSTED,
  /** Expired a day ago. */
  EXPIRED,
  /** Valid for another host. */
  WRONG_HOST;

  /** Signs what this server shows, unless it is untrusted. */
  static HeldCertificate newAuthority() {
    return new HeldCertificate.Builder().commonName("testkit").certificateAuthority(0).build();
  }

  HandshakeCertificates serverSide(HeldCertificate trustedAuthority) {
    HeldCertificate.Builder builder =
        new HeldCertificate.Builder()
            .commonName("testkit server")
            .signedBy(this == UNTRUSTED ? newAuthority() : trustedAuthority);
    if (this == WRONG_HOST) {
      builder.addSubjectAlternativeName("elsewhere.example");
    } else {
      builder.addSubjectAlternativeName("127.0.0.1").addSubjectAlternativeName("localhost");
    }
    if (this == EXPIRED) {
      long day = TimeUnit.DAYS.toMillis(1);
      long now = System.currentTimeMillis();
      builder.validityInterval(now - 2 * day, now - day);
    }
    return new HandshakeCertificates.Builder().heldCertificate(builder.build()).build();
  }

  static HandshakeCertificates clientSide(HeldCertificate trustedAuthority) {
    return new HandshakeCertificates.Builder()
        .addTrustedCertificate(trustedAuthority.certificate())
        .build();
  }
}
