// SPDX-License-Identifier: Apache-2.0
package io.berth.engine.output;

import java.util.Arrays;

/// Passes bytes on to the log with `***` for the secrets in them.
final class MaskedLog {

  private final Masker masker;
  private final OutputListener listener;
  private final Ranges found = new Ranges();

  private int covered;
  private boolean shown;

  MaskedLog(Masker masker, OutputListener listener, PipelineState.Middle middle) {
    this.masker = masker;
    this.listener = listener;
    covered = middle.hidden();
    shown = middle.shown();
  }

  PipelineState.Middle middle(boolean inLongLine) {
    return new PipelineState.Middle(inLongLine, covered, shown);
  }

  /// Says that what follows does not go on from the last call.
  void interrupt() {
    covered = 0;
    shown = false;
  }

  /// Passes on `from` to `cut`. What lies between `cut` and `to` is looked at, for secrets that
  /// begin before `cut`, and expected to come again at the start of the next call.
  ///
  /// @param kept whether the array never changes after this call
  void write(byte[] text, int from, int cut, int to, boolean kept) {
    if (from == cut) {
      return;
    }
    found.clear();
    if (covered > 0) {
      found.add(from, from + covered);
    }
    masker.find(text, from, to, found);
    if (found.count() == 0) {
      pass(text, from, cut, kept);
      return;
    }
    found.merge();
    boolean continued = shown;
    interrupt();
    boolean clean = true;
    for (int i = 0; i < found.count() && found.start(i) < cut; i++) {
      clean = false;
      if (found.end(i) > cut) {
        covered = found.end(i) - cut;
        shown = text[cut - 1] != '\n';
      }
    }
    if (clean) {
      pass(text, from, cut, kept);
      return;
    }
    byte[] masked = Masker.rewrite(text, from, cut, found, continued);
    if (masked.length > 0) {
      listener.onLog(masked, 0, masked.length);
    }
  }

  private void pass(byte[] text, int from, int cut, boolean kept) {
    if (kept) {
      listener.onLog(text, from, cut);
    } else {
      byte[] copy = Arrays.copyOfRange(text, from, cut);
      listener.onLog(copy, 0, copy.length);
    }
  }
}
