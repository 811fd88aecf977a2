package androidx.test.platform.app;

import android.app.Instrumentation;
import android.os.Bundle;

/**
 * Stands for the class of this name in androidx.test:monitor, as do all here: what Robolectric
 * calls of it, and no more, so that Maven Central is enough. Gradle's build has the real ones.
 */
public final class InstrumentationRegistry {
  private static volatile Instrumentation instance;

  private InstrumentationRegistry() {}

  public static void registerInstance(Instrumentation instrumentation, Bundle arguments) {
    instance = instrumentation;
  }

  public static Instrumentation getInstrumentation() {
    return instance;
  }
}
