package dev.holdfast.shrink;

import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.holdfast.StreamClient;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.URISyntaxException;
import java.net.URL;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileSystem;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.jar.JarEntry;
import java.util.jar.JarFile;
import java.util.jar.JarOutputStream;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import kotlin.Unit;
import okhttp3.OkHttpClient;
import okhttp3.sse.EventSource;
import okio.Buffer;
import org.jetbrains.annotations.NotNull;
import org.jspecify.annotations.NullMarked;
import org.slf4j.Logger;

/** What a program that uses the SDK is made of. */
final class Parts {
  static final String RULES = "META-INF/proguard/holdfast.pro";

  /** What such an app must say for itself. */
  static final String APP_RULES =
      "-keep class dev.holdfast.shrink.ShrunkApp {"
          + " public static void main(java.lang.String[]); }\n"
          + "-keep class dev.holdfast.shrink.Trade { *; }\n"
          + "-keep enum dev.holdfast.shrink.Trade$Side { *; }\n";

  private static final Class<?>[] DEPENDENCIES = {
    OkHttpClient.class,
    EventSource.class,
    Buffer.class,
    Unit.class,
    NotNull.class,
    Logger.class,
    NullMarked.class
  };

  private Parts() {}

  /** The SDK's jar, as this build made it. */
  static Path sdk() {
    return jarOf(StreamClient.class);
  }

  static List<Path> jackson() {
    return List.of(jarOf(ObjectMapper.class), jarOf(JsonFactory.class), jarOf(JsonProperty.class));
  }

  /** All else that comes with the SDK, and no more. */
  static List<Path> others() {
    return Arrays.stream(DEPENDENCIES).map(Parts::jarOf).collect(Collectors.toList());
  }

  static List<Path> dependencies() {
    List<Path> all = new ArrayList<>(jackson());
    all.addAll(others());
    return all;
  }

  static Path jarOf(Class<?> type) {
    try {
      Path jar = Path.of(type.getProtectionDomain().getCodeSource().getLocation().toURI());
      if (!Files.isRegularFile(jar)) {
        throw new IllegalStateException("no jar: " + jar);
      }
      return jar;
    } catch (URISyntaxException e) {
      throw new IllegalStateException(e);
    }
  }

  /** The directives of the SDK's rules. */
  static List<String> directives() {
    try (JarFile jar = new JarFile(sdk().toFile());
        InputStream in = jar.getInputStream(jar.getEntry(RULES))) {
      String text = new String(in.readAllBytes(), StandardCharsets.UTF_8);
      String bare = text.replaceAll("(?m)^#.*$", "").trim();
      return Stream.of(bare.split("\\n+(?=-)")).map(String::trim).collect(Collectors.toList());
    } catch (IOException e) {
      throw new IllegalStateException(e);
    }
  }

  /** The SDK's jar with other rules. */
  static Path sdkWith(List<String> directives, Path scratch) throws IOException {
    Path copy = scratch.resolve("sdk.jar");
    try (JarFile jar = new JarFile(sdk().toFile());
        JarOutputStream out = new JarOutputStream(Files.newOutputStream(copy))) {
      for (JarEntry entry : (Iterable<JarEntry>) jar.stream()::iterator) {
        out.putNextEntry(new JarEntry(entry.getName()));
        if (entry.getName().equals(RULES)) {
          out.write(String.join("\n", directives).getBytes(StandardCharsets.UTF_8));
        } else {
          jar.getInputStream(entry).transferTo(out);
        }
      }
    }
    return copy;
  }

  /** Those modules of this JDK that Android has as well, in a jar. */
  static Path javaOfAndroid(Path scratch) throws IOException {
    Path jar = scratch.resolve("java.jar");
    if (Files.exists(jar)) {
      return jar;
    }
    FileSystem jdk = FileSystems.getFileSystem(URI.create("jrt:/"));
    try (JarOutputStream out = new JarOutputStream(Files.newOutputStream(jar))) {
      for (String module : List.of("java.base", "java.logging", "java.sql")) {
        Path root = jdk.getPath("modules", module);
        try (Stream<Path> files = Files.walk(root)) {
          for (Path file : (Iterable<Path>) files::iterator) {
            String name = root.relativize(file).toString();
            if (name.endsWith(".class") && !name.equals("module-info.class")) {
              out.putNextEntry(new JarEntry(name));
              Files.copy(file, out);
            }
          }
        }
      }
    }
    return jar;
  }

  /** The app, in a jar. */
  static Path app(Path scratch) throws IOException {
    Path jar = scratch.resolve("app.jar");
    try (JarOutputStream out = new JarOutputStream(Files.newOutputStream(jar))) {
      for (Class<?> top : List.of(ShrunkApp.class, Trade.class)) {
        URL home = top.getResource(top.getSimpleName() + ".class");
        try (Stream<Path> files = Files.list(Path.of(home.getPath()).getParent())) {
          for (Path file : (Iterable<Path>) files::iterator) {
            String name = file.getFileName().toString();
            if (name.equals(top.getSimpleName() + ".class")
                || name.startsWith(top.getSimpleName() + "$")) {
              out.putNextEntry(new JarEntry("dev/holdfast/shrink/" + name));
              Files.copy(file, out);
            }
          }
        }
      }
    }
    return jar;
  }

  /** What OkHttp says for Android; its jar for the JVM, of the same code, has no rules. */
  static String okHttpRules() throws IOException {
    try (JarFile aar = new JarFile(R8.FILES.resolve("okhttp-android.aar").toFile());
        InputStream in = aar.getInputStream(aar.getEntry("proguard.txt"))) {
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    }
  }
}
