package dev.holdfast;

import static org.assertj.core.api.Assertions.assertThat;

import dev.holdfast.json.JsonEvents;
import java.io.IOException;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import okhttp3.HttpUrl;
import org.jspecify.annotations.NullMarked;
import org.jspecify.annotations.NullUnmarked;
import org.junit.jupiter.api.Test;

/** What holds for every public class, so that none is awkward from Java, Kotlin or a debugger. */
class PublicApiTest {
  private static final List<Class<?>> CLASSES = publicClasses();

  private static List<Class<?>> publicClasses() {
    try {
      Path root =
          Path.of(StreamClient.class.getProtectionDomain().getCodeSource().getLocation().toURI());
      try (Stream<Path> files = Files.walk(root)) {
        return files
            .map(file -> root.relativize(file).toString().replace('/', '.').replace('\\', '.'))
            .filter(name -> name.endsWith(".class") && !name.contains(".internal."))
            .filter(name -> !name.endsWith("package-info.class"))
            .map(name -> load(name.substring(0, name.length() - ".class".length())))
            .filter(PublicApiTest::isPublic)
            .collect(Collectors.toList());
      }
    } catch (Exception e) {
      throw new AssertionError(e);
    }
  }

  private static Class<?> load(String name) {
    try {
      return Class.forName(name);
    } catch (ClassNotFoundException e) {
      throw new AssertionError(e);
    }
  }

  private static boolean isPublic(Class<?> type) {
    Class<?> outer = type.getEnclosingClass();
    return Modifier.isPublic(type.getModifiers()) && (outer == null || isPublic(outer));
  }

  @Test
  void everyPackageSaysWhatMayBeNull() {
    Set<String> packages = new TreeSet<>();
    for (Class<?> type : CLASSES) {
      packages.add(type.getPackageName());
      assertThat(type.getPackage().isAnnotationPresent(NullMarked.class)).as("%s", type).isTrue();
      assertThat(type.isAnnotationPresent(NullUnmarked.class)).as("%s", type).isFalse();
    }
    assertThat(packages)
        .contains(
            "dev.holdfast", "dev.holdfast.json", "dev.holdfast.dialect", "dev.holdfast.okhttp");
  }

  @Test
  void whateverALambdaCanBeSaysSo() {
    assertThat(CLASSES.stream().filter(PublicApiTest::hasOneMethodToWrite))
        .isNotEmpty()
        .allMatch(type -> type.isAnnotationPresent(FunctionalInterface.class));
  }

  private static boolean hasOneMethodToWrite(Class<?> type) {
    return type.isInterface()
        && !type.isAnnotation()
        && Arrays.stream(type.getMethods())
                .filter(method -> Modifier.isAbstract(method.getModifiers()))
                .count()
            == 1;
  }

  /**
   * What an app writes may throw what it likes; what it calls asks it to catch no more than this.
   */
  @Test
  void noCheckedExceptionIsInTheWay() {
    Set<String> checked = new TreeSet<>();
    for (Class<?> type : CLASSES) {
      if (!isWrittenByApps(type)) {
        for (Method method : type.getDeclaredMethods()) {
          if (Modifier.isPublic(method.getModifiers())) {
            checked.addAll(checkedBy(method));
          }
        }
      }
    }
    assertThat(checked)
        .containsExactly(
            "Channel.flush InterruptedException",
            "EventIterator.next InterruptedException",
            "Receipt.await InterruptedException",
            "Subscription.awaitClosed InterruptedException");
  }

  private static boolean isWrittenByApps(Class<?> type) {
    return type.getPackageName().endsWith(".dialect")
        || CursorStore.class.isAssignableFrom(type)
        || StreamListener.class.isAssignableFrom(type)
        || type.isAnnotationPresent(FunctionalInterface.class);
  }

  private static List<String> checkedBy(Method method) {
    return Arrays.stream(method.getExceptionTypes())
        .filter(thrown -> !RuntimeException.class.isAssignableFrom(thrown))
        .map(thrown -> name(method) + " " + thrown.getSimpleName())
        .collect(Collectors.toList());
  }

  private static String name(Method method) {
    return method.getDeclaringClass().getSimpleName() + "." + method.getName();
  }

  @Test
  void everyValueSaysWhatItIs() {
    assertThat(CLASSES.stream().filter(PublicApiTest::isValue))
        .hasSizeGreaterThan(20)
        .allMatch(PublicApiTest::hasToString);
  }

  private static boolean isValue(Class<?> type) {
    boolean hasInstances =
        Arrays.stream(type.getDeclaredMethods())
            .anyMatch(method -> !Modifier.isStatic(method.getModifiers()));
    return hasInstances && !type.isInterface() && !type.isAnnotation() && !isBuilder(type);
  }

  private static boolean isBuilder(Class<?> type) {
    return type.getSimpleName().equals("Builder")
        || type.isAssignableFrom(StreamRequest.Builder.class);
  }

  private static boolean hasToString(Class<?> type) {
    try {
      return type.getMethod("toString").getDeclaringClass() != Object.class;
    } catch (NoSuchMethodException e) {
      throw new AssertionError(e);
    }
  }

  @Test
  void everyHandleSaysWhatItIs() throws IOException {
    HttpUrl url = HttpUrl.get("http://user:SECRET@127.0.0.1:1/x?token=SECRET");
    StreamRequest request =
        StreamRequest.builder(url)
            .header("Authorization", "Bearer SECRET")
            .longPoll(LongPoll.builder().url(url).build())
            .webSocket(WebSocketSettings.builder().url(url).build())
            .sending(SendSettings.builder().url(url).build())
            .build();
    try (StreamClient client = StreamClient.create();
        EventIterator events = client.stream(request)) {
      Subscription subscription = client.subscribe(request, event -> {});
      Channel channel = client.open(request, event -> {});
      Subscription shared = client.subscribe(request.newBuilder().share().build(), event -> {});
      Receipt receipt = channel.send("SECRET");
      for (Object handle :
          List.of(
              client,
              events,
              subscription,
              shared,
              channel,
              receipt,
              subscription.diagnostics(),
              CursorStore.inMemory(),
              JsonEvents.strict(),
              request,
              request.longPoll(),
              request.webSocket(),
              request.sending())) {
        assertThat(handle.toString())
            .as("%s", handle.getClass())
            .doesNotContain("@" + Integer.toHexString(System.identityHashCode(handle)))
            .doesNotContain("SECRET");
      }
    }
  }
}
