// SPDX-License-Identifier: Apache-2.0
package io.berth.lowering;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.lang.constant.ConstantDesc;
import java.lang.constant.ConstantDescs;
import java.lang.constant.MethodTypeDesc;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import java.lang.runtime.SwitchBootstraps;
import java.nio.CharBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class LoweringTest {

  private final LoweredClasses lowered = new LoweredClasses();

  @Test
  void everyChoiceIsTheSameAsBefore() throws Exception {
    for (var sample :
        List.of(Samples.Types.class, Samples.InInterface.class, Samples.OfEnum.class)) {
      var before = function(sample);
      var after = function(lowered.loadClass(sample.getName()));
      for (Object value : values()) {
        assertThat(after.apply(value)).as("%s of %s", sample, value).isEqualTo(before.apply(value));
      }
    }
    assertThat(function(lowered.loadClass(Samples.Types.class.getName())).apply(null))
        .isEqualTo("null");
  }

  @Test
  void aSwitchWithoutACaseForNullStillRefusesNull() throws Exception {
    var after = function(lowered.loadClass(Samples.WithoutNull.class.getName()));

    assertThatThrownBy(() -> after.apply(null)).isInstanceOf(NullPointerException.class);
  }

  @Test
  void aShapeOfTheLoweredClassesIsRecognised() throws Exception {
    var types = function(lowered.loadClass(Samples.Types.class.getName()));
    var circle = make("Circle", 2.0);

    assertThat(types.apply(circle)).isEqualTo("large circle");
    assertThat(types.apply(make("Circle", 0.5))).isEqualTo("circle");
    assertThat(types.apply(make("Group", List.of(circle)))).isEqualTo("group of 1");
    assertThat(types.apply(make("Square", 3))).isEqualTo("shape Square[side=3]");
  }

  @Test
  void labelsThatAreConstantsAreLeftToTheJdk() throws Exception {
    var name = Samples.Constants.class.getName();

    assertThat(lowered.callSites(name)).containsOnly("typeSwitch").hasSize(2);
    var before = function(Samples.Constants.class);
    var after = function(lowered.loadClass(name));
    for (Object value : List.of("a", "b", "long text", 7, 8, 1, 2L)) {
      assertThat(after.apply(value)).isEqualTo(before.apply(value));
    }
  }

  @Test
  void noOtherCallSiteIsLeft() {
    for (var sample :
        List.of(Samples.Everything.class, Samples.Nothing.class, Samples.OfEnum.class)) {
      assertThat(lowered.callSites(sample.getName())).isEmpty();
    }
    assertThat(lowered.callSites(Samples.Types.class.getName()))
        .containsOnly("makeConcatWithConstants");
  }

  @Test
  void aClassWithoutSuchCallSitesIsNotTouched() {
    var bytes = LoweredClasses.bytes(Samples.HasCallSites.class.getName());

    assertThat(new Lowering(lowered).apply(bytes)).isSameAs(bytes);
  }

  @Test
  void methodsOfRecordsGiveTheSameAsBefore() throws Exception {
    for (var arguments : records()) {
      var before = construct(Samples.Everything.class, arguments);
      var after = make("Everything", arguments);

      assertThat(after.toString()).isEqualTo(before.toString());
      assertThat(after.hashCode()).isEqualTo(before.hashCode());
    }
    assertThat(make("Nothing")).hasToString("Nothing[]").hasSameHashCodeAs(new Samples.Nothing());
  }

  @Test
  void recordsAreEqualToTheSameOnesAsBefore() throws Exception {
    var records = records();
    for (var one : records) {
      for (var other : records) {
        assertThat(make("Everything", one).equals(make("Everything", other)))
            .as("%s and %s", Arrays.toString(one), Arrays.toString(other))
            .isEqualTo(
                construct(Samples.Everything.class, one)
                    .equals(construct(Samples.Everything.class, other)));
      }
    }
    var nothing = make("Nothing");
    assertThat(nothing).isEqualTo(make("Nothing")).isNotEqualTo("Nothing").isNotEqualTo(null);
    assertThat(nothing).isNotEqualTo(new Samples.Nothing());
  }

  @Test
  void aChoiceBeginsWhereItIsTold() throws Throwable {
    var types = List.of(CharSequence.class, String.class, Integer.class, Object.class);
    var site =
        SwitchBootstraps.typeSwitch(
                MethodHandles.lookup(),
                "typeSwitch",
                MethodType.methodType(int.class, Object.class, int.class),
                types.toArray())
            .dynamicInvoker();
    var own = OneMethod.of(typeSwitch(types));
    for (Object value : new @Nullable Object[] {"text", 1, 2L, null}) {
      for (int from = 0; from <= types.size(); from++) {
        assertThat((int) own.invokeExact(value, from))
            .as("%s from %s", value, from)
            .isEqualTo((int) site.invokeExact(value, from));
      }
    }
  }

  private static TypeSwitch typeSwitch(List<? extends Class<?>> types) {
    List<ConstantDesc> described = new ArrayList<>();
    for (var type : types) {
      described.add(type.describeConstable().orElseThrow());
    }
    return new TypeSwitch(
        MethodTypeDesc.of(ConstantDescs.CD_int, ConstantDescs.CD_Object, ConstantDescs.CD_int),
        described);
  }

  private static List<Object> values() {
    return List.of("", "abc", "abcd", CharBuffer.wrap("abcd"), new int[2], 7, 'c');
  }

  private static List<@Nullable Object[]> records() {
    var array = new int[] {1};
    return List.of(
        new @Nullable Object[] {
          true, (byte) -1, 'x', (short) 5, 1, 1L << 40, 0.0f, 0.0, "t", 1, array
        },
        new @Nullable Object[] {
          true, (byte) -1, 'x', (short) 5, 1, 1L << 40, -0.0f, 0.0, "t", 1, array
        },
        new @Nullable Object[] {
          true, (byte) -1, 'x', (short) 5, 1, 1L << 40, 0.0f, Double.NaN, "t", 1, array
        },
        new @Nullable Object[] {
          false, (byte) 1, 'y', (short) 6, 2, 2L, Float.NaN, 1.5, null, null, array
        },
        new @Nullable Object[] {
          false, (byte) 1, 'y', (short) 6, 2, 2L, Float.NaN, 1.5, null, "thing", array
        });
  }

  private Object make(String name, @Nullable Object... arguments) throws Exception {
    return construct(lowered.loadClass(Samples.class.getName() + "$" + name), arguments);
  }

  private static Object construct(Class<?> type, @Nullable Object... arguments) throws Exception {
    var constructor = type.getDeclaredConstructors()[0];
    constructor.setAccessible(true);
    return constructor.newInstance(arguments);
  }

  @SuppressWarnings("unchecked")
  private static Function<@Nullable Object, Object> function(Class<?> type) throws Exception {
    return (Function<@Nullable Object, Object>) construct(type);
  }
}
