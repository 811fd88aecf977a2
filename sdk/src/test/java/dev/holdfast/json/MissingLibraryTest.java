package dev.holdfast.json;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Path;
import java.util.Arrays;
import org.junit.jupiter.api.Test;

/** The SDK without the schema library, as most apps have it. */
public class MissingLibraryTest {
  /** The class path of the tests, less the library. */
  private static URLClassLoader without(String library) {
    URL[] rest =
        Arrays.stream(System.getProperty("java.class.path").split(java.io.File.pathSeparator))
            .filter(entry -> !entry.contains(library))
            .map(MissingLibraryTest::url)
            .toArray(URL[]::new);
    return new URLClassLoader(rest, ClassLoader.getPlatformClassLoader());
  }

  private static URL url(String entry) {
    try {
      return Path.of(entry).toUri().toURL();
    } catch (java.net.MalformedURLException e) {
      throw new AssertionError(e);
    }
  }

  public static int readOne() {
    return Events.event("1").as(Integer.class);
  }

  public static Object buildSchemas() {
    return JsonSchemas.builder().text("trade", "{}").build();
  }

  private static Object call(URLClassLoader loader, String name) throws Throwable {
    Method method = loader.loadClass(MissingLibraryTest.class.getName()).getMethod(name);
    assertThat(method.getDeclaringClass()).isNotSameAs(MissingLibraryTest.class);
    try {
      return method.invoke(null);
    } catch (InvocationTargetException e) {
      throw e.getCause();
    }
  }

  @Test
  void eventsAreReadWithoutIt() throws Throwable {
    try (URLClassLoader loader = without("json-schema-validator")) {
      assertThat(call(loader, "readOne")).isEqualTo(1);
    }
  }

  @Test
  void schemasSayWhatIsMissing() throws Throwable {
    try (URLClassLoader loader = without("json-schema-validator")) {
      assertThatThrownBy(() -> call(loader, "buildSchemas"))
          .isInstanceOf(IllegalStateException.class)
          .hasMessage(
              "JSON Schemas need com.networknt:json-schema-validator, version 1.5, on the class"
                  + " path");
    }
    try (URLClassLoader loader = without("nothing that is there")) {
      assertThat(call(loader, "buildSchemas").toString()).isEqualTo("JsonSchemas{[trade]}");
    }
  }
}
