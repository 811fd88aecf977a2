package dev.holdfast.internal;

/** The version of this artifact; a test holds it equal to the build's. */
public final class Version {
  public static final String NAME = "0.1.0-SNAPSHOT";

  private Version() {}
}
