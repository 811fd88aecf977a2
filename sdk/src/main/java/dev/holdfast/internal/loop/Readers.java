package dev.holdfast.internal.loop;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/**
 * The threads that readers run on by default: one new thread a task. Virtual threads from JVM 24
 * on; before that a monitor pins its carrier (JEP 491), and there are none on Android.
 */
public final class Readers {
  private static final int VIRTUAL_THREADS_UNPINNED = 24;
  private static final AtomicInteger numbers = new AtomicInteger();

  private Readers() {}

  /** Returns the default executor for this JVM. */
  public static Executor byDefault() {
    Executor virtual = feature() >= VIRTUAL_THREADS_UNPINNED ? virtual() : null;
    return virtual != null ? virtual : platform();
  }

  /** Returns an executor of daemon threads. */
  static Executor platform() {
    return task -> {
      Thread thread = new Thread(task, "holdfast-reader-" + numbers.incrementAndGet());
      thread.setDaemon(true);
      thread.start();
    };
  }

  /** Returns an executor of virtual threads, or null where the JVM has none. */
  static @Nullable Executor virtual() {
    try {
      Method start = Thread.class.getMethod("startVirtualThread", Runnable.class);
      return task -> {
        try {
          start.invoke(null, task);
        } catch (IllegalAccessException | InvocationTargetException e) {
          throw new IllegalStateException(e);
        }
      };
    } catch (ReflectiveOperationException none) {
      return null;
    }
  }

  private static int feature() {
    String version = System.getProperty("java.specification.version", "1.8");
    try {
      return version.startsWith("1.") ? 8 : (int) Double.parseDouble(version);
    } catch (NumberFormatException unknown) {
      return 8;
    }
  }
}
