package dev.holdfast.interop;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

/** What is not installed fails, and says what to do. */
class ServersIT {
  @Test
  void whatIsNotInstalledIsNamedWithTheCommandThatInstallsIt() {
    assertThatThrownBy(() -> Servers.program("no-such-server"))
        .isInstanceOf(AssertionError.class)
        .hasMessageContaining("no-such-server is not installed")
        .hasMessageContaining("apt-get install")
        .hasMessageContaining(" libnginx-mod-nchan ")
        .hasMessageContaining(" varnish ");
    assertThatThrownBy(() -> Servers.file("/no/such/module.so"))
        .isInstanceOf(AssertionError.class)
        .hasMessageContaining("apt-get install");
  }
}
