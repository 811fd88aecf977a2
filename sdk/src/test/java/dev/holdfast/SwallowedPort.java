package dev.holdfast;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** A port of this machine whose packets the kernel swallows without a word; as root, on Linux. */
final class SwallowedPort implements AutoCloseable {
  private final String[] firsts;
  private final String[] all;

  SwallowedPort(int port) throws IOException, InterruptedException {
    String[] match = {"INPUT", "-i", "lo", "-p", "tcp", "--dport", Integer.toString(port)};
    all = plus(match, "-j", "DROP");
    firsts = plus(match, "--syn", "-j", "DROP");
    run(plus(new String[] {"iptables", "-I"}, all));
    run(plus(new String[] {"iptables", "-I"}, firsts));
  }

  /** How many packets that open a connection came; the kernel sends each again after 1, 3, 7 s. */
  int syns() throws IOException, InterruptedException {
    String port = firsts[6];
    for (String line : run("iptables", "-L", "INPUT", "-v", "-n", "-x").split("\n")) {
      if (line.contains("dpt:" + port + " ") && line.contains("flags:")) {
        return Integer.parseInt(line.trim().split("\\s+")[0]);
      }
    }
    throw new IOException("no counter");
  }

  private static String[] plus(String[] some, String... more) {
    List<String> all = new ArrayList<>(Arrays.asList(some));
    all.addAll(Arrays.asList(more));
    return all.toArray(new String[0]);
  }

  private static String run(String... command) throws IOException, InterruptedException {
    Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
    String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    if (process.waitFor() != 0) {
      throw new IOException(String.join(" ", command) + ": " + said);
    }
    return said;
  }

  @Override
  public void close() throws IOException, InterruptedException {
    run(plus(new String[] {"iptables", "-D"}, firsts));
    run(plus(new String[] {"iptables", "-D"}, all));
  }
}
