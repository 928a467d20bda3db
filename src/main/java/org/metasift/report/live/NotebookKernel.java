package org.metasift.report.live;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

/**
 * The Java kernel of the notebook that this program runs in, JJava or IJava, reached by reflection:
 * both have the same methods under different package names, and outside a notebook there is none.
 */
final class NotebookKernel {
  /** Where each kernel hands out its running instance: a class and its static method. */
  private static final List<String[]> HANDLES =
      List.of(
          new String[] {"org.dflib.jjava.jupyter.kernel.BaseKernel", "notebookKernel"},
          new String[] {"io.github.spencerpark.ijava.runtime.Kernel", "getKernelInstance"},
          new String[] {"io.github.spencerpark.ijava.IJava", "getKernelInstance"});

  private final Object kernel;
  private final Object renderer;
  private final Object stream;
  private final Method render;

  private NotebookKernel(Object kernel) throws ReflectiveOperationException {
    this.kernel = kernel;
    this.renderer = call(kernel, "getRenderer");
    final Object io = call(kernel, "getIO");
    this.stream = io.getClass().getField("display").get(io);
    this.render = renderer.getClass().getMethod("render", Object.class);
  }

  /**
   * What a value looks like in a cell.
   *
   * @param mime such as image/png
   * @param content text, or base64 for a picture
   * @param width in CSS pixels, or 0 where the content decides itself
   * @param text the same for readers without pictures
   */
  record Drawing(String mime, String content, int width, int height, String text) {}

  /** The kernel around us, or nothing outside a notebook. */
  static Optional<NotebookKernel> running() {
    for (final String[] handle : HANDLES) {
      for (final ClassLoader loader :
          new ClassLoader[] {
            NotebookKernel.class.getClassLoader(),
            Thread.currentThread().getContextClassLoader(),
            ClassLoader.getSystemClassLoader()
          }) {
        final Optional<NotebookKernel> found = through(handle, loader);
        if (found.isPresent()) {
          return found;
        }
      }
    }
    return Optional.empty();
  }

  private static Optional<NotebookKernel> through(String[] handle, ClassLoader loader) {
    try {
      final Object kernel =
          Class.forName(handle[0], true, loader).getMethod(handle[1]).invoke(null);
      return kernel == null ? Optional.empty() : Optional.of(new NotebookKernel(kernel));
    } catch (final ReflectiveOperationException | LinkageError notHere) {
      return Optional.empty();
    }
  }

  /** Draws values of a type, wherever a cell ends in one, as this picture; as text beside it. */
  <T> void draw(Class<T> type, String mime, Function<T, Drawing> picture) {
    try {
      final Object registration =
          renderer.getClass().getMethod("createRegistration", Class.class).invoke(renderer, type);
      registration
          .getClass()
          .getMethod("preferring", String[].class)
          .invoke(registration, (Object) new String[] {mime});
      final Method register = method(registration, "register");
      final Class<?> function = register.getParameterTypes()[0];
      final Object proxy =
          Proxy.newProxyInstance(
              function.getClassLoader(),
              new Class<?>[] {function},
              (self, called, arguments) ->
                  switch (called.getName()) {
                    case "render" -> {
                      put(
                          call(arguments[1], "getOutputContainer"),
                          picture.apply(type.cast(arguments[0])));
                      yield null;
                    }
                    case "equals" -> self == arguments[0];
                    case "hashCode" -> System.identityHashCode(self);
                    default -> "renders " + type.getSimpleName();
                  });
      register.invoke(registration, proxy);
    } catch (final ReflectiveOperationException e) {
      throw unknown(e);
    }
  }

  private static void put(Object data, Drawing picture) throws ReflectiveOperationException {
    data.getClass()
        .getMethod("putData", String.class, Object.class)
        .invoke(data, picture.mime(), picture.content());
    data.getClass().getMethod("putText", String.class).invoke(data, picture.text());
    if (picture.width() > 0) {
      data.getClass()
          .getMethod("putMetaData", String.class, Object.class)
          .invoke(
              data, picture.mime(), Map.of("width", picture.width(), "height", picture.height()));
    }
  }

  /** Shows a value in the running cell, drawn as the kernel draws it. */
  void display(Object value) {
    try {
      publish("display", render.invoke(renderer, value));
    } catch (final ReflectiveOperationException e) {
      throw unknown(e);
    }
  }

  /** Shows HTML with a text beside it under an id, to be replaced by {@link #update}. */
  void show(String id, String html, String text) {
    try {
      final Object data = data(html, text);
      data.getClass().getMethod("setDisplayId", String.class).invoke(data, id);
      publish("display", data);
    } catch (final ReflectiveOperationException e) {
      throw unknown(e);
    }
  }

  /** Replaces what stands under the id. */
  void update(String id, String html, String text) {
    try {
      stream
          .getClass()
          .getMethod("updateDisplay", String.class, render.getReturnType())
          .invoke(stream, id, data(html, text));
    } catch (final ReflectiveOperationException e) {
      throw unknown(e);
    }
  }

  private Object data(String html, String text) throws ReflectiveOperationException {
    final Object data = render.getReturnType().getConstructor().newInstance();
    put(data, new Drawing("text/html", html, 0, 0, text));
    return data;
  }

  private void publish(String method, Object data) throws ReflectiveOperationException {
    stream.getClass().getMethod(method, render.getReturnType()).invoke(stream, data);
  }

  private static Object call(Object target, String method) throws ReflectiveOperationException {
    return target.getClass().getMethod(method).invoke(target);
  }

  private static Method method(Object target, String name) throws NoSuchMethodException {
    for (final Method each : target.getClass().getMethods()) {
      if (each.getName().equals(name) && each.getParameterCount() == 1) {
        return each;
      }
    }
    throw new NoSuchMethodException(target.getClass().getName() + "." + name);
  }

  private static IllegalStateException unknown(ReflectiveOperationException e) {
    final Throwable cause = e instanceof InvocationTargetException thrown ? thrown.getCause() : e;
    return new IllegalStateException(
        "this notebook kernel cannot be reached (JJava 1.0 and IJava 1.3 are known): " + cause,
        cause);
  }

  @Override
  public String toString() {
    return kernel.getClass().getName().startsWith("org.dflib.jjava") ? "JJava" : "IJava";
  }
}
