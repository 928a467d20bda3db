package org.metasift.cli;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;

/**
 * The signal of Ctrl-C, which Java lets programs hear by a class of its own alone, reached by
 * reflection because the compiler warns of it.
 */
final class CtrlC {
  /** The exit code of a process that was stopped by it. */
  static final int STOPPED = 130;

  private static final String SIGNAL = "sun.misc.Signal";
  private static final String HANDLER = "sun.misc.SignalHandler";

  private CtrlC() {}

  /**
   * Tells of each Ctrl-C from now on, in place of what Java does. Nothing changes where Java has no
   * such class, or where the process was started with Ctrl-C ignored.
   */
  static void tell(Runnable told) {
    try {
      final Class<?> handler = Class.forName(HANDLER);
      handle(
          Proxy.newProxyInstance(
              handler.getClassLoader(),
              new Class<?>[] {handler},
              (proxy, method, arguments) ->
                  switch (method.getName()) {
                    case "handle" -> {
                      told.run();
                      yield null;
                    }
                    case "hashCode" -> System.identityHashCode(proxy);
                    case "equals" -> proxy == arguments[0];
                    default -> "Ctrl-C";
                  }));
    } catch (final ReflectiveOperationException e) {
      return; // Java's own way stays
    }
  }

  /**
   * Ends the process as an unheard Ctrl-C does: at once, without the libraries' own clearing up,
   * which fails under a running step.
   */
  static void die() {
    try {
      handle(Class.forName(HANDLER).getField("SIG_DFL").get(null));
      signal().getMethod("raise", signal()).invoke(null, interrupt());
    } catch (final ReflectiveOperationException e) {
      Runtime.getRuntime().halt(STOPPED);
    }
  }

  private static void handle(Object handler) throws ReflectiveOperationException {
    try {
      signal()
          .getMethod("handle", signal(), Class.forName(HANDLER))
          .invoke(null, interrupt(), handler);
    } catch (final InvocationTargetException ignored) {
      throw new ReflectiveOperationException("Ctrl-C is ignored", ignored);
    }
  }

  private static Class<?> signal() throws ReflectiveOperationException {
    return Class.forName(SIGNAL);
  }

  private static Object interrupt() throws ReflectiveOperationException {
    return signal().getConstructor(String.class).newInstance("INT");
  }
}
