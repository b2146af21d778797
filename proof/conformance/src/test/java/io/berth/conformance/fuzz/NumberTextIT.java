// SPDX-License-Identifier: Apache-2.0
package io.berth.conformance.fuzz;

import static org.assertj.core.api.Assertions.assertThat;

import io.berth.expressions.Json;
import io.berth.expressions.Value;
import java.io.IOException;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

/// Numbers print with the 15 digits that JavaScript's `toPrecision(15)` finds, on random doubles.
class NumberTextIT {

  private static final int COUNT = 200_000;

  private final long seed = Long.getLong("berth.fuzz.seed", System.nanoTime());

  @Test
  void numbersPrintWithTheDigitsThatNodeFinds() throws IOException, InterruptedException {
    Peer peer = Peer.required();
    System.out.println("fuzz: seed " + seed + ", repeat with -Dberth.fuzz.seed=" + seed);
    List<Double> numbers = numbers();
    List<String> questions = new ArrayList<>();
    for (double number : numbers) {
      long bits = Double.doubleToRawLongBits(number);
      questions.add("{\"bits\":\"" + Long.toHexString(bits) + "\"}");
    }

    List<String> answers = peer.ask(questions);

    List<String> wrong = new ArrayList<>();
    for (int at = 0; at < numbers.size(); at++) {
      double number = numbers.get(at);
      String expected = layout(new BigDecimal(Json.parse(answers.get(at)).asString()));
      String printed = Value.of(number).asString();
      if (!printed.equals(expected) && !isTie(number)) {
        wrong.add(printed + " instead of " + expected + " for " + number);
      }
    }
    assertThat(wrong).as("seed " + seed).isEmpty();
  }

  /// Half are random bit patterns, half are numbers as people write them.
  private List<Double> numbers() {
    var random = new SplittableRandom(seed);
    List<Double> numbers = new ArrayList<>();
    while (numbers.size() < COUNT) {
      double bits = Double.longBitsToDouble(random.nextLong());
      if (Double.isFinite(bits)) {
        numbers.add(bits);
      }
      numbers.add(random.nextLong(1_000_000_000_000L) * Math.pow(10, random.nextInt(24) - 18));
    }
    return numbers;
  }

  /// JavaScript rounds a tie up, .NET to the even digit.
  private static boolean isTie(double number) {
    String digits = new BigDecimal(number).stripTrailingZeros().unscaledValue().abs().toString();
    return digits.length() == 16 && digits.endsWith("5");
  }

  private static String layout(BigDecimal rounded) {
    if (rounded.signum() == 0) {
      return "0";
    }
    BigDecimal shortest = rounded.stripTrailingZeros();
    int exponent = shortest.precision() - shortest.scale() - 1;
    if (exponent >= -4 && exponent < 15) {
      return shortest.toPlainString();
    }
    String mantissa = shortest.movePointLeft(exponent).toPlainString();
    String size = Math.abs(exponent) < 10 ? "0" + Math.abs(exponent) : "" + Math.abs(exponent);
    return mantissa + "E" + (exponent < 0 ? "-" : "+") + size;
  }
}
