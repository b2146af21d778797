// SPDX-License-Identifier: Apache-2.0
package io.berth.engine.output;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.berth.engine.matcher.Matching;
import java.util.Arrays;
import java.util.List;

/// Turns the output of one step into its masked log and the effects of its workflow commands:
/// bytes, lines, commands, problem matchers, masker, log.
///
/// Bytes that are no valid text pass through untouched. A line that may be a command, or that may
/// be the start of a secret of several lines, is held back until that is decided; so is the last
/// line until its line feed or [#finish]. Used by one thread at a time.
public final class OutputPipeline {

  /// The longest line that is looked at as a whole. Of a longer one no command is recognised, and
  /// it is passed on in pieces; its secrets are masked all the same.
  public static final int LONGEST_LINE = 16 << 20;

  private static final int PIECE = 1 << 20;

  private final Masker masker;
  private final Commands commands;
  private final MaskedLog log;

  private byte[] pending = new byte[0];
  private int pendingLength;
  private boolean holdsLines;
  private boolean inLongLine;
  private long decided;

  /// @param masker the secrets of the job
  /// @param rules what commands may do
  /// @param state where to go on: [PipelineState#initial] at the start of a step
  /// @param listener takes log and effects
  public OutputPipeline(
      Masker masker, CommandRules rules, PipelineState state, OutputListener listener) {
    this(masker, rules, WorkspaceFiles.NONE, state, new JobMatchers(), listener);
  }

  /// @param masker the secrets of the job
  /// @param rules what commands may do
  /// @param files what the output may speak of
  /// @param state where to go on: [PipelineState#initial] at the start of a step
  /// @param matchers what the steps of the job tell each other of problem matchers
  /// @param listener takes log and effects
  public OutputPipeline(
      Masker masker,
      CommandRules rules,
      WorkspaceFiles files,
      PipelineState state,
      JobMatchers matchers,
      OutputListener listener) {
    this.masker = masker;
    log = new MaskedLog(masker, listener, state.middle());
    inLongLine = state.middle().inLongLine();
    commands = new Commands(rules, files, masker, state, matchers, listener, this::print);
    state.masks().forEach(masker::add);
  }

  /// Returns what to start another pipeline with that is fed from [#decided] on.
  public PipelineState state() {
    return commands.state(log.middle(inLongLine));
  }

  /// Returns how many bytes of the output were passed on or obeyed, with what is delivered at this
  /// moment. Those after it are held back.
  public long decided() {
    return decided;
  }

  /// Takes the next piece of output.
  ///
  /// @param bytes never changed after this call
  /// @param from the first byte
  /// @param to the position after the last byte
  public void accept(byte[] bytes, int from, int to) {
    commands.follow();
    int start = from;
    if (holdsLines || (inLongLine && pendingLength == 0)) {
      keep(bytes, from, to);
      drain();
      return;
    }
    if (pendingLength > 0) {
      start = lineEnd(bytes, from, to);
      keep(bytes, from, start);
      if (pending[pendingLength - 1] != '\n') {
        passPieces();
        return;
      }
      drain();
      if (pendingLength > 0) {
        keep(bytes, start, to);
        drain();
        return;
      }
    }
    int end = afterLastLineFeed(bytes, start, to);
    int rest = end > start ? process(bytes, start, end, true, false) : start;
    holdsLines = rest < end;
    keep(bytes, rest, to);
    if (!holdsLines) {
      passPieces();
    }
  }

  /// Says that the output has ended: whatever was held back is decided, and a last line without
  /// line feed counts as a line.
  public void finish() {
    int length = pendingLength;
    byte[] rest = pending;
    pending = new byte[0];
    pendingLength = 0;
    holdsLines = false;
    if (length == 0) {
      return;
    }
    if (inLongLine) {
      int end = lineEnd(rest, 0, length);
      pass(rest, 0, end, end, true);
      inLongLine = false;
      process(rest, end, length, true, true);
    } else {
      process(rest, 0, length, true, true);
    }
  }

  /// Puts lines of the runner itself into the log, masked. They are no commands. Called only before
  /// the first byte of output or after [#finish].
  ///
  /// @param text lines; a line feed is added
  public void print(String text) {
    byte[] line = (text + "\n").getBytes(UTF_8);
    log.write(line, 0, line.length, line.length, true);
  }

  /// Decides the complete lines among what was kept.
  private void drain() {
    int end = afterLastLineFeed(pending, 0, pendingLength);
    int start = 0;
    if (inLongLine && end > 0) {
      start = lineEnd(pending, 0, end);
      pass(pending, 0, start, start, false);
      inLongLine = false;
    }
    int rest = process(pending, start, end, false, false);
    holdsLines = rest < end;
    dropKept(rest);
    if (!holdsLines) {
      passPieces();
    }
  }

  /// Passes on the start of a line that has become too long to be kept.
  private void passPieces() {
    if (pendingLength <= (inLongLine ? PIECE : LONGEST_LINE)) {
      return;
    }
    int cut = pendingLength - masker.longest();
    if (cut > 0) {
      inLongLine = true;
      pass(pending, 0, cut, pendingLength, false);
      dropKept(cut);
    }
  }

  /// Passes on lines and obeys the commands among them.
  ///
  /// @param from the start of a line
  /// @param to the end of a line
  /// @param kept whether the array never changes after this call
  /// @param last whether nothing follows
  /// @return up to where it is decided, the start of a line
  private int process(byte[] bytes, int from, int to, boolean kept, boolean last) {
    int passed = from;
    int candidate = Candidates.next(bytes, from, from, to);
    while (candidate < to) {
      int start = lineStart(bytes, passed, candidate);
      int end = lineEnd(bytes, candidate, to);
      String line = text(bytes, start, end);
      CommandLine command = commands.recognise(line);
      if (command != null) {
        passLines(bytes, passed, start, start, kept);
        log.interrupt();
        decided += end - start;
        commands.obey(command, line);
        passed = end;
      }
      candidate = Candidates.next(bytes, end, end, to);
    }
    int undecided = last ? to : masker.undecidedFrom(bytes, passed, to);
    int cut = undecided == to ? to : lineStart(bytes, passed, undecided);
    passLines(bytes, passed, cut, to, kept);
    return cut;
  }

  /// Passes on lines that are no commands; those that tell of a problem are shown as that.
  private void passLines(byte[] bytes, int from, int cut, int to, boolean kept) {
    int passed = from;
    int start = commands.watches() ? from : cut;
    while (start < cut) {
      int end = lineEnd(bytes, start, cut);
      List<Matching.Outcome> outcomes = commands.see(text(bytes, start, end));
      if (!outcomes.isEmpty()) {
        pass(bytes, passed, start, start, kept);
        log.interrupt();
        passed = start;
        if (outcomes.getLast() instanceof Matching.Outcome.Problem) {
          decided += end - start;
          passed = end;
        }
        outcomes.forEach(commands::tell);
      }
      start = end;
    }
    pass(bytes, passed, cut, to, kept);
  }

  private void pass(byte[] bytes, int from, int cut, int to, boolean kept) {
    decided += cut - from;
    log.write(bytes, from, cut, to, kept);
  }

  private static String text(byte[] bytes, int start, int end) {
    int length = end - start;
    if (length > 0 && bytes[start + length - 1] == '\n') {
      length--;
    }
    if (length > 0 && bytes[start + length - 1] == '\r') {
      length--;
    }
    return new String(bytes, start, length, UTF_8);
  }

  private void keep(byte[] bytes, int from, int to) {
    int length = to - from;
    int needed = pendingLength + length;
    if (needed > pending.length) {
      int doubled = Math.min(pending.length * 2, LONGEST_LINE + PIECE);
      pending = Arrays.copyOf(pending, Math.max(Math.max(256, needed), doubled));
    }
    System.arraycopy(bytes, from, pending, pendingLength, length);
    pendingLength += length;
  }

  private void dropKept(int count) {
    pendingLength -= count;
    boolean isOversized = pending.length > PIECE && pendingLength < PIECE / 2;
    if (isOversized) {
      pending = Arrays.copyOfRange(pending, count, count + pendingLength);
    } else {
      System.arraycopy(pending, count, pending, 0, pendingLength);
    }
  }

  private static int afterLastLineFeed(byte[] bytes, int from, int to) {
    int end = to;
    while (end > from && bytes[end - 1] != '\n') {
      end--;
    }
    return end;
  }

  private static int lineStart(byte[] bytes, int from, int at) {
    int start = at;
    while (start > from && bytes[start - 1] != '\n') {
      start--;
    }
    return start;
  }

  private static int lineEnd(byte[] bytes, int at, int to) {
    for (int i = at; i < to; i++) {
      if (bytes[i] == '\n') {
        return i + 1;
      }
    }
    return to;
  }
}
