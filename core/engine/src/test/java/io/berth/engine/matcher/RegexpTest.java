// SPDX-License-Identifier: Apache-2.0
package io.berth.engine.matcher;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.concurrent.atomic.AtomicLong;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RegexpTest {

  private static final Deadline NEVER = new Deadline(Duration.ofSeconds(1), () -> 0);

  private static @Nullable String find(String source, String text)
      throws RegexpException, Regexp.TooLong {
    String[] groups = Regexp.of(source).find(text, NEVER);
    return groups == null ? null : String.join("|", groups);
  }

  /// `{none}` stands for no match. Node.js 20 finds the same, except that its `.` leaves out
  /// U+2028, and that it has no `(?i:`.
  @ParameterizedTest
  @CsvSource(
      delimiter = ';',
      ignoreLeadingAndTrailingWhitespace = false,
      value = {
        "a(b|bc)(c|d?);abcd;abc|b|c",
        "(a*)*;b;|",
        "(a*)+;b;|",
        "(?:a|ab)(?:c|bcd)(d*);abcd;abcd|",
        "(z)((a+)?(b+)?(c))*;zaacbbbcac;zaacbbbcac|z|ac|a||c",
        "^(.+):(\\d+):(\\d+)$;src/a.c:3:14;src/a.c:3:14|src/a.c|3|14",
        "\\d;\u0663;{none}",
        "\\w+;\u00e9t\u00e9 ok;t",
        "[^];x;x",
        "[];x;{none}",
        "[^\\]]+;a]b;a",
        "[\\w-]+;a-b c;a-b",
        "[a\\-z]+;-az;-az",
        "\\/\\*;a/*b;/*",
        "(?<file>\\w+)-\\k<file>;ab-ab;ab-ab|ab",
        "\\k<later>(?<later>x);x;x|x",
        "(a)\\1;aab;aa|a",
        "(?:(a)|b)\\1;b;b|",
        "(?=(a+))a*b\\1;baaabac;aba|a",
        "(?!foo)\\w+;foobar;oobar",
        "(?<=\\$)\\d+;cost $42;42",
        "(?<!\\$)\\b\\d+;$42 43;43",
        "(?<=(\\d+)(\\d+))$;1053;|1|053",
        "x{2,3}?;xxxx;xx",
        "x{2,3};xxxx;xxx",
        "x{,3};x{,3};x{,3}",
        "a{;a{;a{",
        "\\bfoo\\b;a foo b;foo",
        "\\Boo;foo;oo",
        "a.c;a\u2028c;a\u2028c",
        "\\u0041\\x42\\t;AB\t;AB\t",
        "a\\cIb;a\tb;a\tb",
        "(?i)error;ERROR: x;ERROR",
        "(?i:e)rror;Error;Error",
        "(?i:e)rror;ERROR;{none}",
        ";abc;",
        "a|;b;",
        "(?:);x;",
        "^$;;",
        "\\$\\^;a$^;$^",
        "(a+)+$;aaaa;aaaa|aaaa",
        "(?:a?){3}b;aab;aab",
        "(a?b??)*;ab;ab|b",
        "(?:(\\w)(\\d)?)+;a1b;a1b|b|",
      })
  void findsWhatEcmascriptFinds(String source, String text, @Nullable String expected)
      throws Exception {
    String wanted = expected == null ? "" : expected;
    String found = find(source == null ? "" : source, text == null ? "" : text);

    assertThat(found == null ? "{none}" : found).isEqualTo(wanted);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = ';',
      value = {
        "(a;`(` without `)` at character 1",
        "a);`)` without `(` at character 2",
        "[a;`[` without `]` at character 1",
        "*a;`*` with nothing to repeat at character 1",
        "a**;a repetition of a repetition at character 3",
        "a{3,2};the repetition `{3,2}`, whose bounds are the wrong way round, at character 2",
        "a{9999};a repetition of more than 1000 times at character 2",
        "[z-a];a range that runs backwards at character 4",
        "\\1;`\\1` without a group of that number at character 1",
        "\\k<x>;`\\k` without the name of a group at character 1",
        "(?<n>a)(?<n>b);a second group `n` at character 8",
        "(?>a);a group of an unknown kind at character 1",
        "\\p{L};a class of Unicode characters, which is not served, at character 1",
        "\\xZ1;`\\x` without 2 digits at character 1",
      })
  void saysWhatIsWrongAndWhere(String source, String problem) {
    assertThatThrownBy(() -> Regexp.of(source)).hasMessage(problem);
  }

  @Test
  void aPatternThatGrowsTooLargeIsRefused() {
    assertThatThrownBy(() -> Regexp.of("((((a{100}){100}){100}){100}){100}"))
        .hasMessageContaining("too large");
    assertThatThrownBy(() -> Regexp.of("(".repeat(101) + ")".repeat(101)))
        .hasMessageContaining("groups more than 100 deep");
  }

  /// The last of them never reads a character, so that reading is no place to look at the clock.
  @Test
  void anEndlessSearchIsGivenUpAtItsDeadline() throws Exception {
    for (String source :
        List.of(
            "(a+)+[bc]",
            "(a|aa)+$[bc]",
            "(?=(a*)*[bc])",
            "(?<=[cd](a+)+)e?$",
            "(?:||)".repeat(40) + "(?!)")) {
      var nanoseconds = new AtomicLong();
      var deadline = new Deadline(Duration.ofSeconds(1), () -> nanoseconds.addAndGet(100_000_000));
      Regexp regexp = Regexp.of(source);

      assertThatThrownBy(() -> regexp.find("a".repeat(60), deadline))
          .as(source)
          .isInstanceOf(Regexp.TooLong.class);

      assertThat(nanoseconds.get()).as(source).isLessThan(1_400_000_000);
    }
  }

  @Test
  void whatItRemembersIsBounded() throws Exception {
    Regexp regexp = Regexp.of("(?:ab|a)*[cd]");

    assertThatThrownBy(() -> regexp.find("ab".repeat(1 << 21), NEVER))
        .isInstanceOf(Regexp.TooLong.class);
  }

  @Test
  void aLongLineIsNoProblemForUsualPatterns() throws Exception {
    String line = "x".repeat(4 << 20) + ": error: gone";

    assertThat(find("^(.*): (error|warning): (.*)$", line)).endsWith("|error|gone");
  }

  /// Where both languages agree, the engine of the JDK finds the same. They differ about rounds of
  /// a repetition that are empty, so that there are none.
  @Test
  void findsWhatTheEngineOfTheJdkFinds() throws Exception {
    var random = new Random(20261122);
    int matches = 0;
    for (int i = 0; i < 4000; i++) {
      String source = source(random, 3);
      String text =
          random
              .ints(random.nextInt(9), 0, 4)
              .collect(
                  StringBuilder::new,
                  (all, c) -> all.append("abc-".charAt(c)),
                  StringBuilder::append)
              .toString();
      Matcher matcher = Pattern.compile(source).matcher(text);
      String[] found = Regexp.of(source).find(text, NEVER);

      assertThat(found != null).as("%s on %s", source, text).isEqualTo(matcher.find());
      if (found != null) {
        matches++;
        assertThat(found[0])
            .as("%s on %s: %s", source, text, Arrays.toString(found))
            .isEqualTo(matcher.group());
      }
    }
    assertThat(matches).isGreaterThan(500);
  }

  private static String source(Random random, int depth) {
    if (depth == 0) {
      return List.of("a", "b", "c", ".", "[ab]", "[^a]", "\\w", "\\b", "-").get(random.nextInt(9));
    }
    String one = source(random, depth - 1);
    String other = source(random, depth - 1);
    return switch (random.nextInt(11)) {
      case 0 -> one + "|" + other;
      case 1 -> "(" + one + ")" + other;
      case 2 -> "(?:" + one + "a?c)+" + other;
      case 3 -> "(?:" + one + "b|a){1,2}?" + other;
      case 4 -> "(?=" + one + ")" + other;
      case 5 -> "(?!" + one + ")" + other;
      case 6 -> "^" + one + "(?:" + other + "|)";
      case 7 -> one + "(?:" + other + "-)*?$";
      case 8 -> one + "[ab]*?" + other;
      case 9 -> one + "(.+?)" + other;
      default -> one + other;
    };
  }
}
