package dev.holdfast.shrink;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.zip.Deflater;
import java.util.zip.ZipFile;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The SDK becomes dex for Android 8 without a warning, and how large. */
@Timeout(value = 5, unit = TimeUnit.MINUTES)
class DexIT {
  private static final int KIB = 1024;

  private static final String PUBLIC_API =
      "-keep public class dev.holdfast.*, dev.holdfast.json.*, dev.holdfast.okhttp.*,"
          + " dev.holdfast.dialect.* { public protected *; }\n";

  @TempDir Path scratch;

  @Test
  void needsNothingThatAndroidDoesNotHave() throws Exception {
    assertThat(dex("D8", "", List.of(Parts.sdk()))).isEmpty();
    figures("as it is");
  }

  @Test
  void keepsItsWholeApiWithoutTheOptionalLibrary() throws Exception {
    assertThat(dex("R8", PUBLIC_API, List.of(Parts.sdk()))).isEmpty();
    // To be lowered, not raised.
    assertThat(figures("with its whole API kept")).isLessThan(155 * KIB);
  }

  @Test
  void isSmallInAnAppThatUsesAllTransports() throws Exception {
    List<Path> program = List.of(Parts.sdk(), Parts.app(scratch));
    assertThat(dex("R8", Parts.APP_RULES, program)).isEmpty();
    assertThat(figures("in an app, and the app")).isLessThan(150 * KIB);
  }

  @Test
  void needsTheRuleAboutTheOptionalLibrary() throws Exception {
    List<String> rules =
        Parts.directives().stream()
            .filter(rule -> !rule.startsWith("-dontwarn com.networknt"))
            .collect(Collectors.toList());
    assertThat(rules).hasSize(Parts.directives().size() - 1);
    assertThat(dex("R8", PUBLIC_API, List.of(Parts.sdkWith(rules, scratch))))
        .hasSize(1)
        .first()
        .asString()
        .startsWith("error: Missing class com.networknt.schema.");
  }

  /** As in an app: Jackson, which knows of beans, is part of what is shrunk; Android has none. */
  @Test
  void needsNoRulesAboutBeans() throws Exception {
    List<Path> program = new ArrayList<>(Parts.jackson());
    program.add(Parts.app(scratch));
    program.add(Parts.sdk());
    assertThat(dex("R8", Parts.APP_RULES, program)).isEmpty();
  }

  private List<String> dex(String tool, String rules, List<Path> program) throws Exception {
    List<String> arguments = new ArrayList<>(List.of("--release", "--min-api", "26"));
    // That jar has no java.*; the JDK's modules that Android has, too, do. It has no beans, say.
    arguments.addAll(List.of("--lib", R8.FILES.resolve("android-all.jar").toString()));
    arguments.addAll(List.of("--lib", Parts.javaOfAndroid(scratch).toString()));
    for (Path jar : Parts.dependencies()) {
      arguments.addAll(List.of("--classpath", jar.toString()));
    }
    if (!rules.isEmpty()) {
      Path file = scratch.resolve("own.pro");
      Files.writeString(file, rules);
      arguments.addAll(List.of("--pg-conf", file.toString()));
    }
    arguments.addAll(List.of("--output", scratch.resolve("dex.zip").toString()));
    program.forEach(jar -> arguments.add(jar.toString()));
    return R8.run(tool, arguments);
  }

  /** Prints the figures, and returns the size in an APK, where dex files are compressed. */
  private int figures(String what) throws Exception {
    try (ZipFile zip = new ZipFile(scratch.resolve("dex.zip").toFile())) {
      assertThat(zip.getEntry("classes2.dex")).isNull();
      byte[] dex = zip.getInputStream(zip.getEntry("classes.dex")).readAllBytes();
      ByteBuffer header = ByteBuffer.wrap(dex).order(ByteOrder.LITTLE_ENDIAN);
      Deflater deflater = new Deflater(Deflater.BEST_COMPRESSION, true);
      deflater.setInput(dex);
      deflater.finish();
      int packed = deflater.deflate(new byte[dex.length]);
      deflater.end();
      System.out.printf(
          "dex of the SDK %s: %.0f KiB, %.0f KiB compressed, %d methods named, %d classes%n",
          what, dex.length / 1024.0, packed / 1024.0, header.getInt(0x58), header.getInt(0x60));
      return packed;
    }
  }
}
