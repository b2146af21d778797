// SPDX-License-Identifier: Apache-2.0
package io.berth.expressions;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigDecimal;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class NumberTextTest {

  @ParameterizedTest
  @CsvSource({
    "0, 0",
    "-0.0, 0",
    "1, 1",
    "-12.50, -12.5",
    "0.1, 0.1",
    "123456789012345, 123456789012345",
    "999999999999999, 999999999999999",
    "1e15, 1E+15",
    "1234567890123456, 1.23456789012346E+15",
    "999999999999999.9, 1E+15",
    "1e16, 1E+16",
    "1.5e300, 1.5E+300",
    "0.0001, 0.0001",
    "0.00012345678901234567, 0.000123456789012346",
    "0.00001, 1E-05",
    "-0.000012, -1.2E-05",
    "3.141592653589793, 3.14159265358979",
    "0.30000000000000004, 0.3",
    "5e-324, 4.94065645841247E-324",
    "1.7976931348623157e308, 1.79769313486232E+308",
    "NaN, NaN",
    "Infinity, Infinity",
    "-Infinity, -Infinity"
  })
  void aNumberIsWrittenWithAtMost15Digits(double number, String text) {
    assertThat(NumberText.print(number)).isEqualTo(text);
  }

  @Test
  void aTieIsRoundedToTheEvenDigit() {
    assertThat(NumberText.print(10000000000000.25)).isEqualTo("10000000000000.2");
    assertThat(NumberText.print(10000000000000.75)).isEqualTo("10000000000000.8");
  }

  @Test
  void anyBitPatternIsWrittenAsTheNearest15DigitsInTheirPlace() {
    long seed = Long.getLong("berth.fuzz.seed", System.nanoTime());
    var random = new SplittableRandom(seed);
    for (int count = 0; count < 100_000; count++) {
      double number =
          count % 2 == 0
              ? Double.longBitsToDouble(random.nextLong())
              : random.nextLong(1L << 60) / Math.pow(10, random.nextInt(25));
      if (Double.isFinite(number) && number != 0) {
        check(number, "seed " + seed + ", number " + number);
      }
    }
  }

  /// A text of at most 15 digits is right if none of its neighbours is nearer to the number.
  private static void check(double number, String what) {
    String text = NumberText.print(number);
    BigDecimal exact = new BigDecimal(number);
    BigDecimal written = new BigDecimal(text);
    int exponent = exact.precision() - exact.scale() - 1;
    BigDecimal halfStep = new BigDecimal("0.5").scaleByPowerOfTen(exponent - 14);
    assertThat(written.subtract(exact).abs()).as(what).isLessThanOrEqualTo(halfStep);

    String mantissa = text.replaceFirst("E.*", "").replaceFirst("^-", "");
    String digits = mantissa.replace(".", "").replaceFirst("^0+", "");
    assertThat(digits.length()).as(what).isBetween(1, 15);
    assertThat(mantissa.contains(".") && mantissa.endsWith("0")).as(what).isFalse();
    int place = written.precision() - written.scale() - 1;
    assertThat(text.contains("E")).as(what).isEqualTo(place < -4 || place >= 15);
    if (text.contains("E")) {
      assertThat(text).as(what).matches("-?[1-9](\\.[0-9]*[1-9])?E[+-]([0-9]{2}|[1-9][0-9]{2})");
    }
  }

  @ParameterizedTest
  @CsvSource({
    "'', 0",
    "'  ', 0",
    "' +1.50 ', 1.5",
    "-.5, -0.5",
    "5., 5",
    "1e3, 1000",
    "1E-2, 0.01",
    "1e400, Infinity",
    "0x1F, 31",
    "0xffffffff, -1",
    "0x00000000ff, 255",
    "0o17, 15",
    "0o37777777777, -1",
    "Infinity, Infinity",
    "-Infinity, -Infinity",
    "'\u00a01\u2003', 1"
  })
  void aTextIsReadAsANumber(String text, double number) {
    assertThat(NumberText.parse(text)).isEqualTo(number);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "abc",
        "1d",
        "1f",
        "1 2",
        "1_000",
        "1,5",
        "0X1F",
        "0b1",
        "0x",
        "0o8",
        "-0x1",
        "0x1ffffffff",
        "0x1p3",
        "1e",
        "e1",
        ".",
        "+",
        "1.2.3",
        "NaN",
        "infinity",
        "1 == 1",
        "\u0661",
        "0x\u0661"
      })
  void whatIsNoNumberIsNotANumber(String text) {
    assertThat(NumberText.parse(text)).isNaN();
  }
}
