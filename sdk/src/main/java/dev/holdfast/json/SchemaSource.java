package dev.holdfast.json;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.Paths;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** Where a schema is from, and what it may refer to. */
final class SchemaSource {
  private static final String CLASS_PATH = "classpath:/";
  private static final String FILE = "file:";

  final String address;
  private final @Nullable String text;
  private final @Nullable Path folder;

  private SchemaSource(String address, @Nullable String text, @Nullable Path folder) {
    this.address = address;
    this.text = text;
    this.folder = folder;
  }

  static SchemaSource classPath(String resource) {
    String absolute = resource.startsWith("/") ? resource.substring(1) : resource;
    return new SchemaSource(CLASS_PATH + absolute, null, null);
  }

  static SchemaSource file(Path file) {
    Path absolute = file.toAbsolutePath().normalize();
    return new SchemaSource(absolute.toUri().toString(), null, absolute.getParent());
  }

  static SchemaSource text(String address, String text) {
    return new SchemaSource(address, Objects.requireNonNull(text, "schema"), null);
  }

  /** Returns what a reference from here leads to, or null where it must not be followed. */
  @Nullable SchemaSource to(String target) throws IOException {
    if (target.startsWith(CLASS_PATH) && address.startsWith(CLASS_PATH)) {
      return new SchemaSource(target, null, null);
    }
    if (folder != null && target.startsWith(FILE)) {
      // A link, too, must not lead out of it.
      Path file = Paths.get(URI.create(target)).toRealPath();
      return file.startsWith(folder.toRealPath()) ? new SchemaSource(target, null, folder) : null;
    }
    return null;
  }

  byte[] read() throws IOException {
    if (text != null) {
      return text.getBytes(StandardCharsets.UTF_8);
    }
    if (address.startsWith(FILE)) {
      return Files.readAllBytes(Paths.get(URI.create(address)));
    }
    String resource = address.substring(CLASS_PATH.length());
    InputStream in = null;
    ClassLoader context = Thread.currentThread().getContextClassLoader();
    if (context != null) {
      in = context.getResourceAsStream(resource);
    }
    if (in == null) {
      in = SchemaSource.class.getResourceAsStream("/" + resource);
    }
    if (in == null) {
      throw new IOException("not on the class path");
    }
    try (InputStream open = in) {
      ByteArrayOutputStream all = new ByteArrayOutputStream();
      byte[] buffer = new byte[8192];
      for (int n = open.read(buffer); n >= 0; n = open.read(buffer)) {
        all.write(buffer, 0, n);
      }
      return all.toByteArray();
    }
  }
}
