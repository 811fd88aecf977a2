package dev.holdfast.shrink;

import java.io.File;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.net.MalformedURLException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * R8 and D8, by reflection and in a class loader of their own: other builds are to compile without
 * them. Kept between runs, as a cold R8 takes several times as long.
 */
final class R8 {
  /** Where the profile shrink puts them, and other files for these tests. */
  static final Path FILES = Path.of("target", "shrink");

  /** What it says of files that several jars have, licenses among them. */
  private static final String SEVERAL = "Resource 'META-INF/";

  private static final ClassLoader LOADER = loader();

  private R8() {}

  /**
   * Runs one of them.
   *
   * @param tool {@code R8} or {@code D8}
   * @return errors and warnings; with errors, there is no output
   */
  static List<String> run(String tool, List<String> arguments) throws Exception {
    List<String> said = new ArrayList<>();
    Class<?> handlerType = type("DiagnosticsHandler");
    Object handler =
        Proxy.newProxyInstance(
            LOADER,
            new Class<?>[] {handlerType},
            (proxy, method, args) -> {
              switch (method.getName()) {
                case "error":
                case "warning":
                  hear(said, method.getName(), args[0]);
                  return null;
                case "modifyDiagnosticsLevel":
                  return args[0];
                default:
                  return null;
              }
            });
    Object root = type("origin.Origin").getMethod("root").invoke(null);
    Class<?> command = type(tool + "Command");
    try {
      Object builder =
          command
              .getMethod("parse", String[].class, type("origin.Origin"), handlerType)
              .invoke(null, arguments.toArray(new String[0]), root, handler);
      Object built = builder.getClass().getMethod("build").invoke(builder);
      type(tool).getMethod("run", command).invoke(null, built);
    } catch (InvocationTargetException e) {
      if (said.stream().noneMatch(line -> line.startsWith("error"))) {
        throw e;
      }
    }
    return said;
  }

  private static void hear(List<String> said, String level, Object diagnostic) throws Exception {
    String message =
        (String) type("Diagnostic").getMethod("getDiagnosticMessage").invoke(diagnostic);
    if (!message.startsWith(SEVERAL)) {
      synchronized (said) {
        said.add(level + ": " + message);
      }
    }
  }

  private static Class<?> type(String name) throws ClassNotFoundException {
    return Class.forName("com.android.tools.r8." + name, true, LOADER);
  }

  private static ClassLoader loader() {
    File jar = FILES.resolve("r8.jar").toFile();
    if (!jar.isFile()) {
      throw new IllegalStateException("not there, as the profile shrink is off: " + jar);
    }
    try {
      return new URLClassLoader(
          new URL[] {jar.toURI().toURL()}, ClassLoader.getPlatformClassLoader());
    } catch (MalformedURLException e) {
      throw new IllegalStateException(e);
    }
  }
}
