// SPDX-License-Identifier: Apache-2.0
package io.berth.engine.output;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.ByteArrayOutputStream;
import java.util.Arrays;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/// Masks as simply as it can be written: every form of every secret is compared at every place.
final class NaiveMask {

  private NaiveMask() {}

  static String of(List<String> secrets, String text) {
    return new String(of(secrets, text.getBytes(UTF_8)), UTF_8);
  }

  static byte[] of(List<String> secrets, byte[] text) {
    boolean[] hidden = new boolean[text.length];
    for (String form : forms(secrets)) {
      byte[] needle = form.getBytes(UTF_8);
      for (int at = 0; at + needle.length <= text.length; at++) {
        if (occurs(needle, text, at)) {
          Arrays.fill(hidden, at, at + needle.length, true);
        }
      }
    }
    return starred(text, hidden);
  }

  private static boolean occurs(byte[] needle, byte[] text, int at) {
    for (int i = 0; i < needle.length; i++) {
      if (text[at + i] != needle[i]) {
        return false;
      }
    }
    return true;
  }

  private static byte[] starred(byte[] text, boolean[] hidden) {
    var out = new ByteArrayOutputStream();
    boolean inside = false;
    for (int i = 0; i < text.length; i++) {
      boolean isReturn =
          text[i] == '\r' && i + 1 < text.length && text[i + 1] == '\n' && hidden[i + 1];
      if (!hidden[i] || text[i] == '\n' || (isReturn && hidden[i])) {
        out.write(text[i]);
        inside = false;
      } else if (!inside) {
        out.writeBytes("***".getBytes(UTF_8));
        inside = true;
      }
    }
    return out.toByteArray();
  }

  private static Set<String> forms(List<String> secrets) {
    var forms = new LinkedHashSet<String>();
    for (String secret : secrets) {
      String value = secret.strip();
      List<String> lines = value.lines().map(String::strip).toList();
      boolean hasShortLine = lines.stream().anyMatch(line -> line.length() == 1);
      for (String line : lines) {
        if (lines.size() == 1 ? !line.isEmpty() : line.length() > 1) {
          forms.addAll(SecretForms.of(line));
        }
      }
      if (lines.size() > 1) {
        String joined = value.replace("\r\n", "\n").replace('\r', '\n');
        for (String whole : List.of(value, joined)) {
          for (String form : SecretForms.of(whole)) {
            if (form.indexOf('\n') < 0 && form.indexOf('\r') < 0) {
              forms.add(form);
            } else if (hasShortLine && form.indexOf('\r') < 0) {
              forms.add(form);
              forms.add(form.replace("\n", "\r\n"));
            }
          }
        }
      }
    }
    return forms;
  }
}
