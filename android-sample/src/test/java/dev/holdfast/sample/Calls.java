package dev.holdfast.sample;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.lang.reflect.Proxy;
import java.util.Set;
import java.util.TreeSet;

/** Which methods of some interfaces were called. */
final class Calls {
  private final Set<String> missing = new TreeSet<>();

  /** Returns the same object, whose calls count, for each method that its interface declares. */
  <T> T watch(Class<T> type, T object) {
    for (Method method : type.getDeclaredMethods()) {
      if (Modifier.isPublic(method.getModifiers())
          && !Modifier.isStatic(method.getModifiers())
          && !method.isSynthetic()) {
        missing.add(name(type, method));
      }
    }
    return type.cast(
        Proxy.newProxyInstance(
            type.getClassLoader(),
            new Class<?>[] {type},
            (proxy, method, arguments) -> {
              missing.remove(name(method.getDeclaringClass(), method));
              try {
                return method.invoke(object, arguments);
              } catch (InvocationTargetException e) {
                throw e.getCause();
              }
            }));
  }

  Set<String> missing() {
    return missing;
  }

  private static String name(Class<?> type, Method method) {
    String signature = method.toGenericString();
    return type.getSimpleName()
        + " "
        + signature.substring(signature.lastIndexOf('.', signature.indexOf('(')) + 1);
  }
}
