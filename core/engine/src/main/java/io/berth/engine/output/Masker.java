// SPDX-License-Identifier: Apache-2.0
package io.berth.engine.output;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.ByteArrayOutputStream;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/// Keeps the secrets of one job and puts `***` in their place, whatever their form: plain, each
/// line alone, encoded or quoted.
///
/// Occurrences that overlap or touch become one `***`; a line feed inside an occurrence stays, so
/// that a masked log has the lines of the output. May be used from several threads.
public final class Masker {

  private static final byte[] STARS = {'*', '*', '*'};

  private final Needles needles = new Needles();
  private final Set<String> known = new HashSet<>();
  private final List<Multiline> multiline = new ArrayList<>();

  /// A secret that only its lines together reveal.
  ///
  /// @param bytes the whole
  /// @param lineStarts where its second line and the following begin
  private record Multiline(byte[] bytes, int[] lineStarts) {

    static Multiline of(byte[] bytes) {
      int[] starts = new int[bytes.length];
      int count = 0;
      for (int i = 0; i < bytes.length; i++) {
        if (bytes[i] == '\n') {
          starts[count++] = i + 1;
        }
      }
      return new Multiline(bytes, Arrays.copyOf(starts, count));
    }
  }

  /// A masker that knows no secret yet.
  public Masker() {}

  /// @param secrets the values to hide
  public Masker(Collection<String> secrets) {
    secrets.forEach(this::add);
  }

  /// Hides a value from now on, in every form. A value of white space hides nothing.
  public synchronized void add(String secret) {
    String value = secret.strip();
    if (value.isEmpty()) {
      return;
    }
    boolean oneLine = value.indexOf('\n') < 0 && value.indexOf('\r') < 0;
    if (oneLine) {
      addForms(value);
      return;
    }
    boolean hiddenByItsLines = true;
    for (String line : value.lines().toList()) {
      String text = line.strip();
      if (text.length() > 1) {
        addForms(text);
      } else if (text.length() == 1) {
        hiddenByItsLines = false;
      }
    }
    for (String form : SecretForms.of(value)) {
      addWhole(form, hiddenByItsLines);
    }
    for (String form : SecretForms.of(value.replace("\r\n", "\n").replace('\r', '\n'))) {
      addWhole(form, hiddenByItsLines);
    }
  }

  private void addForms(String value) {
    for (String form : SecretForms.of(value)) {
      addNeedle(form);
    }
  }

  /// The lines of a secret hide it already, unless one is too short to be hidden wherever it
  /// stands: then only the whole says that it is meant.
  private void addWhole(String form, boolean hiddenByItsLines) {
    if (form.indexOf('\n') < 0 && form.indexOf('\r') < 0) {
      addNeedle(form);
    } else if (!hiddenByItsLines && form.indexOf('\r') < 0) {
      addMultiline(form);
      addMultiline(form.replace("\n", "\r\n"));
    }
  }

  private void addMultiline(String form) {
    if (known.add(form)) {
      byte[] bytes = form.getBytes(UTF_8);
      needles.add(bytes);
      multiline.add(Multiline.of(bytes));
    }
  }

  private void addNeedle(String form) {
    if (known.add(form)) {
      needles.add(form.getBytes(UTF_8));
    }
  }

  /// Returns a text with `***` for every secret in it.
  public String mask(String text) {
    byte[] bytes = text.getBytes(UTF_8);
    Ranges found = merged(bytes);
    return found.count() == 0
        ? text
        : new String(rewrite(bytes, 0, bytes.length, found, false), UTF_8);
  }

  /// Returns bytes with `***` for every secret in them: the same array if there is none.
  public byte[] mask(byte[] bytes) {
    Ranges found = merged(bytes);
    return found.count() == 0 ? bytes : rewrite(bytes, 0, bytes.length, found, false);
  }

  private Ranges merged(byte[] bytes) {
    var found = new Ranges();
    find(bytes, 0, bytes.length, found);
    found.merge();
    return found;
  }

  /// Adds where secrets stand, in no order.
  synchronized void find(byte[] text, int from, int to, Ranges found) {
    if (!needles.isEmpty()) {
      needles.find(text, from, to, found);
    }
  }

  /// Returns how many bytes the longest form of a secret has.
  synchronized int longest() {
    return needles.longest();
  }

  /// Returns where a secret may begin that goes on after `to`, a position behind a line feed; `to`
  /// if none does.
  synchronized int undecidedFrom(byte[] text, int from, int to) {
    int undecided = to;
    for (Multiline secret : multiline) {
      for (int length : secret.lineStarts()) {
        boolean isEarlier = length <= to - from && to - length < undecided;
        if (isEarlier && endsWith(text, to, secret.bytes(), length)) {
          undecided = to - length;
        }
      }
    }
    return undecided;
  }

  private static boolean endsWith(byte[] text, int to, byte[] secret, int length) {
    return Arrays.equals(text, to - length, to, secret, 0, length);
  }

  /// Returns `from` to `to` with `***` for the merged ranges.
  ///
  /// @param continued whether a range that begins at `from` was shown before
  static byte[] rewrite(byte[] text, int from, int to, Ranges ranges, boolean continued) {
    var out = new ByteArrayOutputStream(to - from);
    int done = from;
    for (int i = 0; i < ranges.count() && ranges.start(i) < to; i++) {
      int start = Math.max(ranges.start(i), from);
      int end = Math.min(ranges.end(i), to);
      out.write(text, done, start - done);
      writeStars(text, start, end, continued && start == from, out);
      done = end;
    }
    out.write(text, done, to - done);
    return out.toByteArray();
  }

  private static void writeStars(
      byte[] text, int start, int end, boolean shown, ByteArrayOutputStream out) {
    boolean starred = shown;
    for (int i = start; i < end; i++) {
      boolean isReturn = text[i] == '\r' && i + 1 < end && text[i + 1] == '\n';
      if (text[i] == '\n' || isReturn) {
        out.write(text[i]);
        starred = false;
      } else if (!starred) {
        out.write(STARS, 0, STARS.length);
        starred = true;
      }
    }
  }
}
