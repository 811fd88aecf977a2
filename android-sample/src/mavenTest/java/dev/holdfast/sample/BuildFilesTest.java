package dev.holdfast.sample;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Properties;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.zip.ZipFile;
import okhttp3.sse.EventSource;
import org.jspecify.annotations.NullMarked;
import org.junit.jupiter.api.Test;

/** Gradle and Maven build the same app. Gradle itself is not run here. */
class BuildFilesTest {
  private final String gradle = read("build.gradle.kts");
  private final String manifest = read("src/main/AndroidManifest.xml");

  @Test
  void sameApp() {
    assertThat(gradle("applicationId")).isEqualTo(property("android.application.id"));
    assertThat(gradle("namespace")).isEqualTo(BuildFilesTest.class.getPackageName());
    assertThat(gradle("minSdk")).isEqualTo(property("android.min.sdk"));
    assertThat(gradle("targetSdk")).isEqualTo(property("android.target.sdk"));
    assertThat(gradle("versionCode")).isEqualTo(property("android.version.code"));
    assertThat(gradle("versionName")).isEqualTo(property("android.version.name"));
  }

  @Test
  void sameLibraries() {
    String version = property("holdfast.version");
    assertThat(gradle)
        .contains("implementation(\"dev.holdfast:holdfast-sdk:" + version + "\")")
        .contains("testImplementation(\"dev.holdfast:holdfast-testkit:" + version + "\")")
        .contains("\"org.robolectric:robolectric:" + property("robolectric.version") + "\"");
  }

  /** Gradle refuses an app that is compiled against less than a library asks for. */
  @Test
  void compiledAgainstWhatOkHttpAsksFor() throws IOException {
    Properties asked = new Properties();
    try (ZipFile aar = new ZipFile(property("okhttp.aar"))) {
      String entry = "META-INF/com/android/build/gradle/aar-metadata.properties";
      asked.load(aar.getInputStream(aar.getEntry(entry)));
    }
    assertThat(Integer.parseInt(gradle("compileSdk")))
        .isGreaterThanOrEqualTo(Integer.parseInt(asked.getProperty("minCompileSdk")));
  }

  /** Nor does it pack a file that two libraries have; of many it knows better, not of this one. */
  @Test
  void theManifestForOsgiIsLeftOut() throws IOException {
    String manifest = "META-INF/versions/9/OSGI-INF/MANIFEST.MF";
    for (Class<?> library : List.of(EventSource.class, NullMarked.class)) {
      String jar = library.getProtectionDomain().getCodeSource().getLocation().getPath();
      try (ZipFile zip = new ZipFile(jar)) {
        assertThat(zip.getEntry(manifest)).as(jar).isNotNull();
      }
    }
    assertThat(gradle).contains("resources.excludes += \"" + manifest + "\"");
  }

  /** Gradle's Android plugin refuses what it writes itself. */
  @Test
  void theManifestLeavesToGradleWhatIsGradles() {
    assertThat(manifest).doesNotContain(" package=", "versionCode", "uses-sdk");
  }

  /** Every class that the manifest names. */
  @Test
  void theManifestNamesWhatThereIs() throws ClassNotFoundException {
    Matcher names = Pattern.compile("android:name=\"(\\.\\w+)\"").matcher(manifest);
    int found = 0;
    while (names.find()) {
      Class.forName(gradle("namespace") + names.group(1), false, getClass().getClassLoader());
      found++;
    }
    assertThat(found).isEqualTo(4);
  }

  /** Without TLS only for the machine that runs the emulator, and only in the debug build. */
  @Test
  void releasesSpeakTls() {
    String release = read("src/main/res/xml/network_security.xml");
    assertThat(release).doesNotContain("cleartextTrafficPermitted=\"true\"");
    String debug = read("src/debug/res/xml/network_security.xml");
    assertThat(debug).containsOnlyOnce("<domain ").contains(">10.0.2.2<");
    assertThat(debug).contains("<base-config cleartextTrafficPermitted=\"false\"");
  }

  private String gradle(String name) {
    Matcher value = Pattern.compile("(?m)^\\s*" + name + " = \"?([\\w.]+)\"?$").matcher(gradle);
    assertThat(value.find()).as(name).isTrue();
    return value.group(1);
  }

  private static String property(String name) {
    String value = System.getProperty(name);
    assertThat(value).as(name).isNotEmpty();
    return value;
  }

  private static String read(String file) {
    try {
      return Files.readString(Path.of(file));
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }
}
