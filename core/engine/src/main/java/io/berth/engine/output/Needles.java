// SPDX-License-Identifier: Apache-2.0
package io.berth.engine.output;

import java.util.Arrays;

/// Finds many byte strings in much text at once.
///
/// Strings of 8 bytes and more are found by looking at 4 bytes in every `stride`: an occurrence of
/// a string is longer than that, so exactly one look falls on one of its first `stride` positions,
/// and a bitmap tells whether those 4 bytes occur there in any string. Only then are the strings
/// compared. Shorter strings are looked for at every position.
final class Needles {

  private static final int LONG = 8;
  private static final int GRAM = 4;
  private static final int MAX_STRIDE = 32;
  private static final int BITS = 17;
  private static final int BUCKETS = 1 << 12;

  private byte[][] needles = new byte[16][];
  private int count;
  private int longest;

  private int stride;
  private long[] grams = new long[0];
  private int[] heads = new int[0];
  private int[] entries = new int[0]; // threes: the next entry + 1, the needle, the offset in it
  private int entryCount;

  private long[] pairs = new long[0];
  private final int[][] byFirst = new int[256][];
  private boolean anyShort;
  private boolean anySingle;

  int longest() {
    return longest;
  }

  boolean isEmpty() {
    return count == 0;
  }

  /// Adds a string that was not added before.
  void add(byte[] needle) {
    if (needle.length == 0) {
      throw new IllegalArgumentException("an empty text is everywhere");
    }
    if (count == needles.length) {
      needles = Arrays.copyOf(needles, count * 2);
    }
    needles[count++] = needle;
    longest = Math.max(longest, needle.length);
    if (needle.length < LONG) {
      addShort(count - 1);
      return;
    }
    int reach = Math.min(MAX_STRIDE, needle.length - GRAM + 1);
    if (grams.length == 0) {
      grams = new long[1 << (BITS - 6)];
      heads = new int[BUCKETS];
      entries = new int[3 * 256];
      stride = reach;
    }
    if (reach < stride) {
      stride = reach;
      Arrays.fill(grams, 0);
      Arrays.fill(heads, 0);
      entryCount = 0;
      for (int i = 0; i < count; i++) {
        if (needles[i].length >= LONG) {
          enter(i);
        }
      }
    } else {
      enter(count - 1);
    }
  }

  private void enter(int index) {
    byte[] needle = needles[index];
    for (int offset = 0; offset < stride; offset++) {
      int hash = hash(needle, offset);
      grams[hash >>> 6] |= 1L << hash;
      if (3 * entryCount == entries.length) {
        entries = Arrays.copyOf(entries, entries.length * 2);
      }
      int bucket = hash & (BUCKETS - 1);
      entries[3 * entryCount] = heads[bucket];
      entries[3 * entryCount + 1] = index;
      entries[3 * entryCount + 2] = offset;
      heads[bucket] = ++entryCount;
    }
  }

  private void addShort(int index) {
    byte[] needle = needles[index];
    if (!anyShort) {
      anyShort = true;
      pairs = new long[1 << 10];
    }
    int first = needle[0] & 0xff;
    int[] others = byFirst[first];
    int size = others == null ? 0 : others.length;
    others = others == null ? new int[1] : Arrays.copyOf(others, size + 1);
    others[size] = index;
    byFirst[first] = others;
    if (needle.length == 1) {
      anySingle = true;
      Arrays.fill(pairs, first << 2, (first << 2) + 4, -1L);
    } else {
      int pair = (first << 8) | (needle[1] & 0xff);
      pairs[pair >>> 6] |= 1L << pair;
    }
  }

  /// Adds every occurrence between `from` and `to` to `found`, in no order.
  void find(byte[] text, int from, int to, Ranges found) {
    if (grams.length > 0) {
      findLong(text, from, to, found);
    }
    if (anyShort) {
      findShort(text, from, to, found);
    }
  }

  private void findLong(byte[] text, int from, int to, Ranges found) {
    long[] bitmap = grams;
    int step = stride;
    int last = to - GRAM;
    for (int i = from + step - 1; i <= last; i += step) {
      int hash = hash(text, i);
      if ((bitmap[hash >>> 6] & (1L << hash)) != 0) {
        compareLong(text, from, to, i, hash, found);
      }
    }
  }

  private void compareLong(byte[] text, int from, int to, int at, int hash, Ranges found) {
    int entry = heads[hash & (BUCKETS - 1)];
    while (entry != 0) {
      int place = 3 * (entry - 1);
      byte[] needle = needles[entries[place + 1]];
      int start = at - entries[place + 2];
      if (start >= from && start + needle.length <= to && matches(text, start, needle)) {
        found.add(start, start + needle.length);
      }
      entry = entries[place];
    }
  }

  private void findShort(byte[] text, int from, int to, Ranges found) {
    long[] bitmap = pairs;
    int pair = from < to ? text[from] & 0xff : 0;
    for (int i = from + 1; i < to; i++) {
      pair = ((pair << 8) | (text[i] & 0xff)) & 0xffff;
      if ((bitmap[pair >>> 6] & (1L << pair)) != 0) {
        compareShort(text, i - 1, to, found);
      }
    }
    if (anySingle && from < to) {
      compareShort(text, to - 1, to, found);
    }
  }

  private void compareShort(byte[] text, int at, int to, Ranges found) {
    int[] candidates = byFirst[text[at] & 0xff];
    if (candidates == null) {
      return;
    }
    for (int index : candidates) {
      byte[] needle = needles[index];
      if (at + needle.length <= to && matches(text, at, needle)) {
        found.add(at, at + needle.length);
      }
    }
  }

  static boolean matches(byte[] text, int at, byte[] needle) {
    return text[at] == needle[0]
        && Arrays.equals(text, at, at + needle.length, needle, 0, needle.length);
  }

  private static int hash(byte[] text, int at) {
    int low = (text[at] & 0xff) | ((text[at + 1] & 0xff) << 8);
    int gram = low | ((text[at + 2] & 0xff) << 16) | (text[at + 3] << 24);
    return (gram * 0x9E3779B1) >>> (32 - BITS);
  }
}
