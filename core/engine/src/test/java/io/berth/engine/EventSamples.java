// SPDX-License-Identifier: Apache-2.0
package io.berth.engine;

import io.berth.expressions.Value;
import io.berth.model.BerthError;
import io.berth.model.ErrorCode;
import io.berth.model.SourceSpan;
import java.lang.reflect.Constructor;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.RecordComponent;
import java.lang.reflect.Type;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// One event of every kind there is.
public final class EventSamples {

  static final Instant NOON = Instant.parse("2026-11-22T12:00:00.007Z");

  private EventSamples() {}

  /// Returns all kinds of events.
  public static List<Class<?>> kinds() {
    return kinds(Event.class);
  }

  private static List<Class<?>> kinds(Class<?> sealed) {
    var kinds = new ArrayList<Class<?>>();
    for (Class<?> permitted : sealed.getPermittedSubclasses()) {
      if (permitted.isSealed()) {
        kinds.addAll(kinds(permitted));
      } else {
        kinds.add(permitted);
      }
    }
    return kinds;
  }

  /// Returns an event whose texts all hold `text of` and their name.
  ///
  /// @param full whether everything that may be absent is there
  public static Event of(Class<?> kind, boolean full) {
    return (Event) sample(kind, full);
  }

  /// Makes a record with every nullable component set or every one null.
  private static Object sample(Class<?> kind, boolean full) {
    RecordComponent[] components = kind.getRecordComponents();
    @Nullable Object[] values = new @Nullable Object[components.length];
    for (int i = 0; i < components.length; i++) {
      boolean isNull =
          !full
              && Arrays.stream(components[i].getAnnotatedType().getAnnotations())
                  .anyMatch(a -> a.annotationType().getSimpleName().equals("Nullable"));
      values[i] =
          isNull ? null : value(components[i].getName(), components[i].getGenericType(), full);
    }
    try {
      Class<?>[] types =
          Arrays.stream(components).map(RecordComponent::getType).toArray(Class<?>[]::new);
      Constructor<?> constructor = kind.getDeclaredConstructor(types);
      return constructor.newInstance(values);
    } catch (NoSuchMethodException
        | InstantiationException
        | IllegalAccessException
        | InvocationTargetException e) {
      throw new LinkageError("no sample of " + kind, e);
    }
  }

  private static Object value(String name, Type type, boolean full) {
    if (type instanceof ParameterizedType generic) {
      Type[] arguments = generic.getActualTypeArguments();
      if (generic.getRawType() == Map.class) {
        return Map.of("key of " + name, value(name, arguments[1], full));
      }
      List<Object> items = full ? List.of(value(name, arguments[0], full)) : List.of();
      return generic.getRawType() == Set.class ? Set.copyOf(items) : items;
    }
    if (!(type instanceof Class<?> kind)) {
      throw new AssertionError("no sample of " + type);
    }
    if (kind == String.class) {
      return "text of " + name + " \"\\ü\n\u0000";
    }
    if (kind == int.class || kind == Integer.class) {
      return 40 + name.length();
    }
    if (kind == boolean.class) {
      return full;
    }
    if (kind == Duration.class) {
      return Duration.ofMillis(90_500);
    }
    if (kind == Instant.class) {
      return NOON;
    }
    if (kind == BerthError.class) {
      SourceSpan where = full ? new SourceSpan("a.yml", 1, 2, 3) : null;
      return new BerthError(
          ErrorCode.ENVIRONMENT_LOST, "gone", full ? "wait" : null, where, List.of("b"));
    }
    if (kind == Value.class) {
      return Value.object(Map.of("list", Value.array(List.of(Value.of(1.5), Value.NULL))));
    }
    if (kind.isEnum()) {
      return kind.getEnumConstants()[0];
    }
    if (kind == JobKey.class) {
      return new JobKey("caller/" + name);
    }
    return sample(kind, full);
  }
}
