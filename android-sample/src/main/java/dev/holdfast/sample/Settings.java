package dev.holdfast.sample;

import android.content.SharedPreferences;

/** What the user has chosen. Immutable. */
final class Settings {
  /** The machine that runs the emulator, as the emulator sees it. */
  static final String DEFAULT_ADDRESS = "http://10.0.2.2:8080/events";

  final String address;
  final boolean keepAlive;

  /**
   * Creates settings.
   *
   * @param address of the stream
   * @param keepAlive whether it stays connected while nobody looks
   */
  Settings(String address, boolean keepAlive) {
    this.address = address;
    this.keepAlive = keepAlive;
  }

  /** Reads what {@link #write} wrote. Blocks. */
  static Settings read(SharedPreferences preferences) {
    return new Settings(
        preferences.getString("address", DEFAULT_ADDRESS),
        preferences.getBoolean("keep_alive", false));
  }

  /** Keeps these. Blocks. */
  void write(SharedPreferences preferences) {
    preferences.edit().putString("address", address).putBoolean("keep_alive", keepAlive).commit();
  }
}
