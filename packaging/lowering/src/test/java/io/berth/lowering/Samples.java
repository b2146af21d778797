// SPDX-License-Identifier: Apache-2.0
package io.berth.lowering;

import java.util.List;
import java.util.function.Function;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/// Code with call sites of every kind, called by name before and after it is lowered.
final class Samples {

  private Samples() {}

  sealed interface Shape {}

  record Circle(double radius) implements Shape {}

  record Square(int side) implements Shape {}

  record Group(List<Shape> shapes) implements Shape {}

  enum Colour {
    RED,
    BLUE
  }

  record Everything(
      boolean yes,
      byte small,
      char letter,
      short less,
      int number,
      long more,
      float rough,
      double exact,
      @Nullable String text,
      @Nullable Object thing,
      int[] array) {}

  record Nothing() {}

  interface Chooses {
    static String inAnInterface(Object value) {
      return switch (value) {
        case String text -> "text " + text;
        case Integer number -> "number " + number;
        default -> "other";
      };
    }
  }

  static final class Types implements Function<Object, Object> {
    @Override
    public Object apply(Object value) {
      return switch (value) {
        case null -> "null";
        case int[] numbers -> "numbers " + numbers.length;
        case CharSequence text when text.isEmpty() -> "empty";
        case String text when text.length() > 3 -> "long " + text;
        case CharSequence text -> "short " + text;
        case Circle(double radius) when radius > 1 -> "large circle";
        case Circle _ -> "circle";
        case Group(var shapes) -> "group of " + shapes.size();
        case Shape shape -> "shape " + shape;
        default -> "other";
      };
    }
  }

  static final class OfEnum implements Function<Object, Object> {
    @Override
    public Object apply(Object value) {
      return value instanceof Thread.State state ? of(state) : of(null);
    }

    private static String of(Thread.@Nullable State state) {
      return switch (state) {
        case null -> "none";
        case NEW -> "new";
        case RUNNABLE, BLOCKED -> "alive";
        case Thread.State other when other == Thread.State.TERMINATED -> "over";
        case WAITING -> "waiting";
        case Thread.State _ -> "other";
      };
    }
  }

  static final class WithoutNull implements Function<Object, Object> {
    @Override
    public Object apply(Object value) {
      return switch (value) {
        case String text -> text;
        default -> "other";
      };
    }
  }

  static final class InInterface implements Function<Object, Object> {
    @Override
    public Object apply(Object value) {
      return Chooses.inAnInterface(value);
    }
  }

  static final class Constants implements Function<Object, Object> {
    @Override
    public Object apply(Object value) {
      return switch (value) {
        case Colour colour when colour == Colour.BLUE -> "blue";
        case String text -> ofText(text);
        case Integer number -> ofNumber(number);
        default -> "other";
      };
    }

    private static String ofText(String text) {
      return switch (text) {
        case "a" -> "first";
        case String other when other.length() > 3 -> "long";
        case String _ -> "short";
      };
    }

    private static String ofNumber(Integer number) {
      return switch (number) {
        case 7 -> "seven";
        case Integer other when other > 7 -> "more";
        case Integer _ -> "less";
      };
    }
  }

  static final class HasCallSites implements Predicate<Object> {
    @Override
    public boolean test(Object value) {
      return value instanceof Record;
    }
  }
}
