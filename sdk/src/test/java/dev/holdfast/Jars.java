package dev.holdfast;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.jar.JarEntry;
import java.util.jar.JarOutputStream;
import java.util.stream.Stream;

/** The tests' class path, of jars alone, as an app's is: a jar that is open costs no descriptor. */
final class Jars {
  private Jars() {}

  /** Returns the class path, its directories packed into jars of a scratch directory. */
  static String classPath(Path scratch) throws IOException {
    String tests = System.getProperty("surefire.test.class.path");
    String all = tests != null ? tests : System.getProperty("java.class.path");
    List<String> entries = new ArrayList<>();
    for (String entry : all.split(File.pathSeparator)) {
      Path path = Path.of(entry);
      entries.add(Files.isDirectory(path) ? pack(path, scratch, entries.size()) : entry);
    }
    return String.join(File.pathSeparator, entries);
  }

  private static String pack(Path directory, Path scratch, int number) throws IOException {
    Path jar = scratch.resolve("classes-" + number + ".jar");
    try (JarOutputStream out = new JarOutputStream(Files.newOutputStream(jar));
        Stream<Path> files = Files.walk(directory)) {
      for (Path file : (Iterable<Path>) files.filter(Files::isRegularFile)::iterator) {
        out.putNextEntry(new JarEntry(directory.relativize(file).toString().replace('\\', '/')));
        Files.copy(file, out);
      }
    }
    return jar.toString();
  }
}
