// SPDX-License-Identifier: Apache-2.0
package io.berth.engine.output;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.util.Arrays;
import java.util.Base64;
import java.util.LinkedHashSet;
import java.util.Set;

/// The forms in which a secret appears once a program has encoded or quoted it.
///
/// The list is that of the reference runner (src/Sdk/DTLogging/Logging/ValueEncoders.cs), with the
/// Base64 forms made exact: they match inside a longer text at every alignment.
final class SecretForms {

  /// No derived form of less than this is masked: it would blacken ordinary words.
  static final int FLOOR = 3;

  private static final int POWERSHELL_FLOOR = 6;
  private static final int QUOTES_FLOOR = 8;
  private static final int LINE_FLOOR = 8;
  private static final String HEX = "0123456789ABCDEF";

  private final Set<String> forms = new LinkedHashSet<>();

  private SecretForms() {}

  /// Returns all forms of one value, the value itself first.
  static Set<String> of(String value) {
    var all = new SecretForms();
    all.forms.add(value);
    if (value.length() >= FLOOR) {
      all.addBase64(value.getBytes(UTF_8));
      all.addEscapes(value);
      all.addPowerShellPieces(value);
    }
    return all.forms;
  }

  private void derive(String form) {
    if (form.length() >= FLOOR) {
      forms.add(form);
    }
  }

  private void addBase64(byte[] bytes) {
    addBase64Lines(Base64.getEncoder().encodeToString(bytes));
    for (int shift = 0; shift < 3 && shift < bytes.length; shift++) {
      byte[] tail = Arrays.copyOfRange(bytes, shift, bytes.length);
      String padded = Base64.getEncoder().encodeToString(tail);
      String certain = padded.substring(0, tail.length * 8 / 6);
      String led = lead(bytes, shift) + certain;
      derive(padded);
      derive(certain);
      derive(led);
      if (led.indexOf('+') >= 0 || led.indexOf('/') >= 0) {
        derive(certain.replace('+', '-').replace('/', '_'));
        derive(led.replace('+', '-').replace('/', '_'));
      }
    }
  }

  /// Tools break what they encode into lines: `base64` after 76 characters, PEM after 64.
  private void addBase64Lines(String encoded) {
    for (int width : new int[] {76, 64}) {
      for (int at = 0; encoded.length() > width && at < encoded.length(); at += width) {
        String line = encoded.substring(at, Math.min(encoded.length(), at + width));
        if (line.length() >= LINE_FLOOR) {
          derive(line);
        }
      }
    }
  }

  /// Returns the characters before a shifted form that depend on the secret alone: the six last
  /// bits of each skipped byte but for those it shares with a foreign one.
  private static String lead(byte[] bytes, int shift) {
    if (shift == 0) {
      return "";
    }
    byte[] group = new byte[3];
    System.arraycopy(bytes, 0, group, 3 - shift, shift);
    return Base64.getEncoder().encodeToString(group).substring(4 - shift);
  }

  private void addEscapes(String value) {
    derive(json(value, ""));
    derive(json(value, "<>&"));
    derive(uri(value, "-_.~", "%20"));
    derive(uri(value, "-_.~", "+"));
    derive(uri(value, "-_.~!'()*", "%20"));
    derive(xml(value));
    derive(value.replace("\"", "\\\""));
    derive(value.replace("'", "''"));
    if (value.length() > QUOTES_FLOOR && value.startsWith("\"") && value.endsWith("\"")) {
      derive(value.substring(1, value.length() - 1));
    }
  }

  /// PowerShell colours the place of an error and so cuts a command line behind an `&`.
  private void addPowerShellPieces(String value) {
    int cut = value.indexOf("&+");
    int before = cut >= 0 ? cut + 2 : value.lastIndexOf('&') + 1;
    int after = cut >= 0 ? cut + 3 : before;
    if (before >= POWERSHELL_FLOOR) {
      derive(value.substring(0, before));
    }
    if (before > 0 && value.length() - after >= POWERSHELL_FLOOR) {
      derive(value.substring(after));
    }
  }

  private static String json(String value, String alsoEscaped) {
    var text = new StringBuilder(value.length() + 8);
    for (int i = 0; i < value.length(); i++) {
      char c = value.charAt(i);
      switch (c) {
        case '"' -> text.append("\\\"");
        case '\\' -> text.append("\\\\");
        case '\b' -> text.append("\\b");
        case '\f' -> text.append("\\f");
        case '\n' -> text.append("\\n");
        case '\r' -> text.append("\\r");
        case '\t' -> text.append("\\t");
        default -> {
          if (c < ' ' || alsoEscaped.indexOf(c) >= 0) {
            text.append("\\u00");
            text.append(Character.forDigit(c >> 4, 16)).append(Character.forDigit(c & 15, 16));
          } else {
            text.append(c);
          }
        }
      }
    }
    return text.toString();
  }

  private static String uri(String value, String kept, String space) {
    var text = new StringBuilder(value.length() + 8);
    for (byte b : value.getBytes(UTF_8)) {
      char c = (char) (b & 0xff);
      if (c < 0x80 && (isAsciiLetterOrDigit(c) || kept.indexOf(c) >= 0)) {
        text.append(c);
      } else if (c == ' ') {
        text.append(space);
      } else {
        text.append('%').append(HEX.charAt(c >> 4)).append(HEX.charAt(c & 15));
      }
    }
    return text.toString();
  }

  private static boolean isAsciiLetterOrDigit(char c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9');
  }

  private static String xml(String value) {
    return value
        .replace("&", "&amp;")
        .replace("<", "&lt;")
        .replace(">", "&gt;")
        .replace("\"", "&quot;")
        .replace("'", "&apos;");
  }
}
