// SPDX-License-Identifier: Apache-2.0
package io.berth.engine.output;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.net.URLEncoder;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class MaskerTest {

  @Test
  void aSecretIsHiddenWhereverItStands() {
    var masker = new Masker(List.of("hunter2"));

    assertThat(masker.mask("a hunter2, b hunter2hunter2 hunter")).isEqualTo("a ***, b *** hunter");
  }

  @Test
  void overlappingSecretsBecomeOneMark() {
    var masker = new Masker(List.of("abcdef", "defghi", "ghijkl"));

    assertThat(masker.mask("<abcdefghijkl>")).isEqualTo("<***>");
  }

  @Test
  void whiteSpaceAroundASecretIsNoPartOfIt() {
    var masker = new Masker(List.of("  token-1 \n", "   "));

    assertThat(masker.mask("x token-1 y")).isEqualTo("x *** y");
  }

  @Test
  void aSecretOfOneCharacterIsHiddenButHasNoOtherForms() {
    var masker = new Masker(List.of("z"));

    assertThat(masker.mask("zebra " + base64("z"))).isEqualTo("***ebra " + base64("z"));
  }

  @Test
  void base64HidesItAtEveryPlaceOfALongerText() {
    String secret = "p4ss-w0rd!";
    var masker = new Masker(List.of(secret));

    for (int before = 0; before < 9; before++) {
      for (int after = 0; after < 9; after++) {
        String encoded = base64("u".repeat(before) + secret + "v".repeat(after));
        String left = masker.mask(encoded);
        String hidden = left.replace("***", "");
        assertThat(left).as("%d before, %d after", before, after).contains("***");
        assertThat(encoded.length() - hidden.length())
            .as("%s of %s", left, encoded)
            .isGreaterThanOrEqualTo(secret.length() * 8 / 6 - 2);
      }
    }
  }

  @Test
  void base64InLinesHidesALongSecret() {
    String secret = "0123456789-abcdefghij-".repeat(9);
    var masker = new Masker(List.of(secret));

    for (int width : new int[] {76, 64}) {
      byte[] encoded =
          Base64.getMimeEncoder(width, new byte[] {'\n'}).encode(secret.getBytes(UTF_8));
      String masked = masker.mask(new String(encoded, UTF_8));
      assertThat(masked.lines()).hasSizeGreaterThan(3).containsOnly("***");
    }
  }

  @Test
  void urlSafeBase64HidesItToo() {
    String secret = "??>>~~ab";
    var masker = new Masker(List.of(secret));

    String encoded = Base64.getUrlEncoder().withoutPadding().encodeToString(secret.getBytes(UTF_8));

    assertThat(encoded).contains("-");
    assertThat(masker.mask(encoded)).startsWith("***").hasSizeLessThan(6);
  }

  @Test
  void escapesHideIt() {
    String secret = "a\"b'c<d>&e\\f g\tü";
    var masker = new Masker(List.of(secret));

    assertThat(masker.mask("a\\\"b'c<d>&e\\\\f g\\tü")).as("JSON").isEqualTo("***");
    assertThat(masker.mask("a\\\"b'c\\u003cd\\u003e\\u0026e\\\\f g\\tü"))
        .as("JSON for HTML")
        .isEqualTo("***");
    assertThat(masker.mask("a%22b%27c%3Cd%3E%26e%5Cf%20g%09%C3%BC")).as("URI").isEqualTo("***");
    assertThat(masker.mask(URLEncoder.encode(secret, UTF_8))).as("form").isEqualTo("***");
    assertThat(masker.mask("a&quot;b&apos;c&lt;d&gt;&amp;e\\f g\tü")).as("XML").isEqualTo("***");
    assertThat(masker.mask("a\\\"b'c<d>&e\\f g\tü")).as("command line").isEqualTo("***");
    assertThat(masker.mask("a\"b''c<d>&e\\f g\tü")).as("expression").isEqualTo("***");
  }

  @Test
  void quotesAroundASecretMayBeMissing() {
    var masker = new Masker(List.of("\"quoted secret\""));

    assertThat(masker.mask("is quoted secret")).isEqualTo("is ***");
  }

  @Test
  void thePiecesThatPowerShellPrintsAreHidden() {
    var masker = new Masker(List.of("first-part&second-part", "upper-part&+lower-part"));

    assertThat(masker.mask("first-part& | second-part | upper-part&+ | ower-part"))
        .isEqualTo("*** | *** | *** | ***");
  }

  @Test
  void everyLineOfASecretIsHiddenAlone() {
    var masker = new Masker(List.of("-----BEGIN\r\nkey line\n-----END"));

    assertThat(masker.mask("-----BEGIN\n  key line\n-----END\nkey"))
        .isEqualTo("***\n  ***\n***\nkey");
  }

  @Test
  void aLineOfOneCharacterIsHiddenOnlyTogetherWithItsNeighbours() {
    var masker = new Masker(List.of("{\n\"key\": 1\n}"));

    assertThat(masker.mask("{ x }\n")).isEqualTo("{ x }\n");
    assertThat(masker.mask("{\n\"key\": 1\n}\n")).isEqualTo("***\n***\n***\n");
    assertThat(masker.mask("{\r\n\"key\": 1\r\n}\n")).isEqualTo("***\r\n***\r\n***\n");
  }

  @Test
  void theOnlyEscapedFormOfAMultiLineSecretIsOneLine() {
    var masker = new Masker(List.of("line one\nline two"));

    assertThat(masker.mask("\"line one\\nline two\"")).isEqualTo("\"***\"");
  }

  @Test
  void aSecretAddedLaterIsHiddenFromThenOn() {
    var masker = new Masker(List.of("0123456789abcdefghij"));
    assertThat(masker.mask("12345678")).isEqualTo("12345678");

    masker.add("12345678");
    masker.add("99");

    assertThat(masker.mask("12345678 99 0123456789abcdefghij")).isEqualTo("*** *** ***");
  }

  @Test
  void maskingAgreesWithLookingForEveryFormAtEveryPlace() {
    for (int seed = 0; seed < 3000; seed++) {
      var random = new Random(seed);
      List<String> secrets = secrets(random);
      String text = text(random, secrets);

      assertThat(new Masker(secrets).mask(text))
          .as("seed %d, secrets %s", seed, secrets)
          .isEqualTo(NaiveMask.of(secrets, text));
    }
  }

  static List<String> secrets(Random random) {
    var secrets = new ArrayList<String>();
    for (int i = 1 + random.nextInt(5); i > 0; i--) {
      String alphabet = random.nextBoolean() ? "ab" : "abcdefXYZ0123456789\"'&<+= /\\%";
      if (random.nextInt(4) == 0) {
        alphabet += "\n";
      }
      int length = 1 + random.nextInt(random.nextInt(6) == 0 ? 60 : 14);
      secrets.add(word(random, alphabet, length));
    }
    return secrets;
  }

  static String text(Random random, List<String> secrets) {
    var text = new StringBuilder();
    for (int i = random.nextInt(12); i >= 0; i--) {
      String secret = secrets.get(random.nextInt(secrets.size()));
      List<String> forms = List.copyOf(SecretForms.of(secret));
      switch (random.nextInt(5)) {
        case 0 -> text.append(secret);
        case 1 -> text.append(forms.get(random.nextInt(forms.size())));
        case 2 -> text.append(secret, 0, random.nextInt(secret.length() + 1));
        case 3 -> text.append(word(random, "ab ü\n", random.nextInt(9)));
        default -> text.append(random.nextBoolean() ? "\n" : "\r\n");
      }
    }
    return text.toString();
  }

  private static String word(Random random, String alphabet, int length) {
    var word = new StringBuilder();
    for (int i = 0; i < length; i++) {
      word.append(alphabet.charAt(random.nextInt(alphabet.length())));
    }
    return word.toString();
  }

  private static String base64(String text) {
    return Base64.getEncoder().encodeToString(text.getBytes(UTF_8));
  }
}
