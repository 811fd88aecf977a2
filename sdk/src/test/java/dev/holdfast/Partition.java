package dev.holdfast;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;

/** Two hosts on one machine: this one, and a network namespace; and the cable between them. */
final class Partition implements AutoCloseable {
  private static final Random RANDOM = new Random();

  /** Not that of one before: the kernel takes its time to remove what that has left. */
  private final String namespace = "hf" + Integer.toHexString(RANDOM.nextInt(1 << 24));

  private final String near = namespace + "n";
  private final String far = namespace + "f";
  private final String net = "10." + (200 + RANDOM.nextInt(50)) + "." + RANDOM.nextInt(256) + ".";
  private final String here = net + "1";
  final String there = net + "2";

  private final List<List<String>> rules = new ArrayList<>();
  private Process peer;
  private BufferedReader answers;
  private PrintStream orders;
  int port;

  /** Why there can be no such network; null if there can. */
  static String missing() throws IOException, InterruptedException {
    for (String[] needed :
        new String[][] {{"id", "-u"}, {"ip", "netns"}, {"iptables", "-S"}, {"ss", "-V"}}) {
      try {
        Process process = new ProcessBuilder(needed).redirectErrorStream(true).start();
        String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        boolean fits =
            process.waitFor() == 0 && (!needed[0].equals("id") || said.trim().equals("0"));
        if (!fits) {
          return String.join(" ", needed) + ": " + said.trim();
        }
      } catch (IOException notThere) {
        return notThere.getMessage();
      }
    }
    return null;
  }

  /** Starts the far side. */
  Partition(String speech) throws IOException, InterruptedException {
    try {
      begin(speech);
    } catch (IOException | InterruptedException | RuntimeException e) {
      try {
        close();
      } catch (IOException alsoFailed) {
        e.addSuppressed(alsoFailed);
      }
      throw e;
    }
  }

  private void begin(String speech) throws IOException, InterruptedException {
    run("ip", "netns", "add", namespace);
    run("ip", "link", "add", near, "type", "veth", "peer", "name", far);
    run("ip", "link", "set", far, "netns", namespace);
    run("ip", "addr", "add", here + "/30", "dev", near);
    run("ip", "link", "set", near, "up");
    there("ip", "addr", "add", there + "/30", "dev", far);
    there("ip", "link", "set", far, "up");
    there("ip", "link", "set", "lo", "up");
    peer =
        new ProcessBuilder(
                "ip",
                "netns",
                "exec",
                namespace,
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-cp",
                System.getProperty(
                    "surefire.test.class.path", System.getProperty("java.class.path")),
                "dev.holdfast.PartitionPeer",
                there,
                speech)
            .redirectError(ProcessBuilder.Redirect.INHERIT)
            .start();
    answers =
        new BufferedReader(new InputStreamReader(peer.getInputStream(), StandardCharsets.UTF_8));
    orders = new PrintStream(peer.getOutputStream(), true, StandardCharsets.UTF_8);
    String ready = answers.readLine();
    if (ready == null) {
      throw new IOException("the far side did not start");
    }
    port = Integer.parseInt(ready.substring("ready ".length()));
  }

  void publish(String data) throws IOException {
    orders.println("publish " + data);
    answers.readLine();
  }

  /** How many TCP connections the far side has accepted. */
  int accepts() {
    orders.println("accepts");
    try {
      return Integer.parseInt(answers.readLine());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** From now on no packet of the connections that there are gets through, either way. */
  void dropWhatIsOpen() throws IOException, InterruptedException {
    block(List.of("OUTPUT", "INPUT"), "DROP");
  }

  /** From now on nothing comes in on the connections that there are; what goes out gets through. */
  void dropWhatComesIn() throws IOException, InterruptedException {
    block(List.of("INPUT"), "DROP");
  }

  /** From now on nothing goes out on the connections that there are; what comes in gets through. */
  void dropWhatGoesOut() throws IOException, InterruptedException {
    block(List.of("OUTPUT"), "DROP");
  }

  /** What goes out on the connections that there are is answered by RST. */
  void resetWhatIsOpen() throws IOException, InterruptedException {
    block(List.of("OUTPUT"), "REJECT", "--reject-with", "tcp-reset");
  }

  private void block(List<String> chains, String... what) throws IOException, InterruptedException {
    Process ss = new ProcessBuilder("ss", "-Htn", "dst", there).start();
    String open = new String(ss.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    for (String line : open.split("\n")) {
      if (!line.isBlank()) {
        String local = line.trim().split("\\s+")[3];
        String localPort = local.substring(local.lastIndexOf(':') + 1);
        for (String chain : chains) {
          boolean out = chain.equals("OUTPUT");
          List<String> rule =
              new ArrayList<>(
                  List.of(
                      chain, out ? "-d" : "-s", there, "-p", "tcp", out ? "--sport" : "--dport"));
          rule.addAll(List.of(localPort, "-j"));
          rule.addAll(Arrays.asList(what));
          rules.add(rule);
          iptables("-I", rule);
        }
      }
    }
    if (rules.isEmpty()) {
      throw new IOException("no connection to drop: " + open);
    }
  }

  /** The packets get through again. */
  void heal() throws IOException, InterruptedException {
    for (List<String> rule : rules) {
      iptables("-D", rule);
    }
    rules.clear();
  }

  private static void iptables(String action, List<String> rule)
      throws IOException, InterruptedException {
    List<String> command = new ArrayList<>(List.of("iptables", action));
    command.addAll(rule);
    run(command.toArray(new String[0]));
  }

  private void there(String... command) throws IOException, InterruptedException {
    List<String> all = new ArrayList<>(List.of("ip", "netns", "exec", namespace));
    all.addAll(Arrays.asList(command));
    run(all.toArray(new String[0]));
  }

  private static void run(String... command) throws IOException, InterruptedException {
    Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
    String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    if (process.waitFor() != 0) {
      throw new IOException(String.join(" ", command) + ": " + said);
    }
  }

  @Override
  public void close() throws IOException, InterruptedException {
    heal();
    if (peer != null) {
      peer.destroyForcibly().waitFor();
    }
    // Takes the cable along.
    run("ip", "netns", "del", namespace);
  }
}
