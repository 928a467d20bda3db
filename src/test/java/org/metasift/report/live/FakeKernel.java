package org.metasift.report.live;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The part of JJava 1.0 and IJava 1.3 that we reach by reflection, method for method: a renderer
 * with registrations by class, display data by MIME type, and a stream that shows and replaces
 * them.
 */
public final class FakeKernel {
  final Renderer renderer = new Renderer();
  final DisplayStream stream = new DisplayStream();

  public Renderer getRenderer() {
    return renderer;
  }

  public JupyterIO getIO() {
    return new JupyterIO(stream);
  }

  /** Holds the stream in a public field, as the kernels do. */
  public static final class JupyterIO {
    public final DisplayStream display;

    JupyterIO(DisplayStream display) {
      this.display = display;
    }
  }

  /** Remembers what was shown, and every replacement. */
  public static final class DisplayStream {
    final List<DisplayData> shown = new ArrayList<>();
    final List<String> replaced = new ArrayList<>();
    final Map<String, DisplayData> byId = new LinkedHashMap<>();

    public void display(DisplayData data) {
      shown.add(data);
      if (data.id != null) {
        byId.put(data.id, data);
      }
    }

    public void updateDisplay(String id, DisplayData data) {
      replaced.add(id);
      byId.put(id, data);
    }
  }

  /** Contents and their metadata by MIME type. */
  public static final class DisplayData {
    final Map<String, Object> data = new HashMap<>();
    final Map<String, Object> metaData = new HashMap<>();
    String id;

    public void putData(String mime, Object content) {
      data.put(mime, content);
    }

    public void putMetaData(String mime, Object content) {
      metaData.put(mime, content);
    }

    public void putText(String text) {
      data.put("text/plain", text);
    }

    public DisplayData setDisplayId(String displayId) {
      id = displayId;
      return this;
    }
  }

  /** Renders by the class of the value. */
  public static final class Renderer {
    private final Map<Class<?>, RenderRegistration<?>> registrations = new HashMap<>();

    public <T> RenderRegistration<T> createRegistration(Class<T> type) {
      return new RenderRegistration<>(this, type);
    }

    @SuppressWarnings("unchecked")
    public DisplayData render(Object value) {
      final DisplayData data = new DisplayData();
      final RenderRegistration<Object> registration =
          (RenderRegistration<Object>) registrations.get(value.getClass());
      if (registration == null) {
        data.putText(value.toString());
      } else {
        registration.function.render(value, new RenderContext(data));
      }
      return data;
    }

    List<String> preferredFor(Class<?> type) {
      return registrations.get(type).preferred;
    }
  }

  /** Says how one class is rendered. */
  public static final class RenderRegistration<T> {
    private final Renderer renderer;
    private final Class<T> type;
    private List<String> preferred = List.of();
    private RenderFunction<T> function;

    RenderRegistration(Renderer renderer, Class<T> type) {
      this.renderer = renderer;
      this.type = type;
    }

    public RenderRegistration<T> preferring(String... mimes) {
      preferred = List.of(mimes);
      return this;
    }

    public void register(RenderFunction<T> renders) {
      function = renders;
      renderer.registrations.put(type, this);
    }
  }

  /** Puts a value into the context's container. */
  public interface RenderFunction<T> {
    void render(T value, RenderContext context);
  }

  /** Hands out the container. */
  public static final class RenderContext {
    private final DisplayData data;

    RenderContext(DisplayData data) {
      this.data = data;
    }

    public DisplayData getOutputContainer() {
      return data;
    }
  }
}
