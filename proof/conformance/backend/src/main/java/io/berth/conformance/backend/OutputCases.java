// SPDX-License-Identifier: Apache-2.0
package io.berth.conformance.backend;

import io.berth.spi.Chunk;
import io.berth.spi.ExecOutcome;
import io.berth.spi.Execution;
import io.berth.spi.FileWrite;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.locks.LockSupport;

/// Output: it is read, never pushed, and nothing of it is lost.
final class OutputCases {

  static final List<Case> CASES =
      List.of(
          Case.of(
                  "EXE-02",
                  Profile.EXEC,
                  "10 MB of output arrive whole, piece after piece",
                  OutputCases::whole)
              .within(Duration.ofMinutes(1)),
          Case.of("EXE-03", Profile.EXEC, "every byte arrives unchanged", OutputCases::binary),
          Case.of(
              "EXE-29",
              Profile.EXEC,
              "both streams arrive in the order in which they were written",
              OutputCases::merged),
          Case.of(
              "EXE-30", Profile.EXEC, "output comes while the command runs", OutputCases::prompt),
          Case.of(
                  "EXE-14",
                  Profile.EXEC,
                  "a command waits when the room for its output is used up, and loses nothing",
                  OutputCases::slowReader)
              .within(Duration.ofSeconds(90)),
          Case.of(
              "EXE-26",
              Profile.EXEC,
              "the end of the output is told, and told again",
              OutputCases::end),
          Case.of(
              "RAT-01",
              Profile.EXEC,
              "a reader that goes on from a position gets what follows, without a gap",
              OutputCases::resumed),
          Case.of(
              "RAT-02",
              Profile.EXEC,
              "output that is not durable is read again after the end",
              OutputCases::again),
          Case.of(
              "RAT-04", Profile.EXEC, "two readers get the same output", OutputCases::twoReaders),
          Case.of(
              "RAT-06",
              Profile.EXEC,
              "a position that was called durable is not read from again",
              OutputCases::durable));

  private static final byte[] LINE = "0123456789abcde\n".getBytes(StandardCharsets.US_ASCII);

  private OutputCases() {}

  static void whole(Trial trial) throws InterruptedException {
    int size = 10_000_000;
    Ended ended = trial.finish(trial.sh("yes 0123456789abcde | head -c " + size));
    if (ended.outcome() instanceof ExecOutcome.EnvironmentLost lost) {
      throw new Broken(
          "reading the output was given up after "
              + ended.bytes().length
              + " bytes: "
              + lost.error().problem());
    }
    trial.equal("the number of bytes of " + size + " written", size, ended.bytes().length);
    for (int i = 0; i < size; i++) {
      if (ended.bytes()[i] != LINE[i % LINE.length]) {
        throw new Broken("the output of " + size + " bytes is another at position " + i);
      }
    }
  }

  static void binary(Trial trial) throws InterruptedException, IOException {
    byte[] all = new byte[1024];
    for (int i = 0; i < all.length; i++) {
      all[i] = (byte) i;
    }
    String file = trial.temp() + "/bytes";
    trial.environment().writeFiles(List.of(new FileWrite(file, all, false)));
    byte[] found = trial.finish(trial.sh("cat '" + file + "'")).bytes();
    int at = Arrays.mismatch(all, found);
    trial.that(at < 0, "bytes 0 to 255 were printed, and the output is another at position " + at);
  }

  private static void merged(Trial trial) throws InterruptedException {
    var wanted = new StringBuilder();
    for (int i = 0; i < 200; i++) {
      wanted.append("out ").append(i).append("\nerr ").append(i).append('\n');
    }
    String found =
        trial.text("i=0; while [ $i -lt 200 ]; do echo out $i; echo err $i >&2; i=$((i+1)); done");
    trial.that(
        found.contentEquals(wanted),
        "lines were written by turns to both streams, and arrived in another order or not all");
  }

  private static void prompt(Trial trial) throws InterruptedException, IOException {
    String go = trial.temp() + "/go";
    Execution running =
        trial.sh("echo first; while [ ! -e '" + go + "' ]; do sleep 0.02; done; echo second");
    trial.doing("reading what a command wrote that still runs");
    Chunk first = trial.read(running, 0, 0);
    trial.equal(
        "the first output of a command that runs",
        "first\n",
        new String(first.bytes(), StandardCharsets.UTF_8));
    trial.environment().writeFiles(List.of(new FileWrite(go, new byte[0], false)));
    trial.equal("what follows", "second\n", trial.finish(running, first.end()).text());
  }

  private static void slowReader(Trial trial) throws InterruptedException, IOException {
    long room = trial.backend().capabilities().limits().retainedBytes();
    long size = room + (trial.isLong() ? 200L << 20 : 8 << 20);
    String done = trial.temp() + "/done";
    Execution running =
        trial.sh("yes 0123456789abcde | head -c " + size + "; echo > '" + done + "'");
    long at = 0;
    while (at < room) {
      trial.doing(
          "reading up to position "
              + room
              + " (limits.retained_bytes) of a command, now at "
              + at
              + ", calling nothing durable");
      Chunk chunk = trial.read(running, at, 0);
      trial.that(!chunk.isEnd(), "the output ended at " + at + " of " + size + " bytes");
      at = chunk.end();
    }
    LockSupport.parkNanos(300_000_000);
    trial.that(
        trial.environment().readFiles(List.of(done), 1).getFirst().content() == null,
        "a command wrote "
            + size
            + " bytes to the end although nobody called any durable and only "
            + room
            + " (limits.retained_bytes) are kept: what was not read is discarded, or the limit is"
            + " another");
    long end = at;
    while (true) {
      trial.doing("reading on from position " + end + ", calling all before it durable");
      Chunk chunk = trial.read(running, end, end);
      if (chunk.isEnd()) {
        break;
      }
      for (int i = 0; i < chunk.bytes().length; i++) {
        if (chunk.bytes()[i] != LINE[(int) ((end + i) % LINE.length)]) {
          throw new Broken("the output is another at position " + (end + i));
        }
      }
      end = chunk.end();
    }
    trial.equal("where the output ends of which " + size + " bytes were written", size, end);
    trial.equal("the outcome", new ExecOutcome.Exited(0), running.outcome());
  }

  private static void end(Trial trial) throws InterruptedException {
    Execution execution = trial.sh("printf 12345");
    Ended ended = trial.finish(execution);
    trial.equal("the output", "12345", ended.text());
    for (int i = 0; i < 3; i++) {
      trial.doing("reading once more at the end of the output");
      Chunk chunk = execution.read(5, 5);
      trial.that(
          chunk.isEnd() && chunk.offset() == 5,
          "the output has 5 bytes, and reading from position 5 again gave "
              + chunk.bytes().length
              + " at "
              + chunk.offset());
      trial.equal("the outcome, asked for again,", ended.outcome(), execution.outcome());
    }
  }

  private static void resumed(Trial trial) throws InterruptedException {
    int lines = 3000;
    Execution execution =
        trial.sh("i=0; while [ $i -lt " + lines + " ]; do echo line $i; i=$((i+1)); done");
    var all = new ByteArrayOutputStream();
    long at = 0;
    while (true) {
      trial.doing("reading from position " + at + " as a reader that has just come");
      Execution found =
          trial
              .environment()
              .execution(execution.id())
              .orElseThrow(() -> new Broken("an execution that was started is not found"));
      Chunk chunk = trial.read(found, at, 0);
      if (chunk.isEnd()) {
        break;
      }
      int half = Math.max(1, chunk.bytes().length / 2);
      all.write(chunk.bytes(), 0, half);
      at += half;
    }
    var wanted = new StringBuilder();
    for (int i = 0; i < lines; i++) {
      wanted.append("line ").append(i).append('\n');
    }
    trial.that(
        all.toString(StandardCharsets.UTF_8).contentEquals(wanted),
        "output that was read in parts, each from the position that the last one reached, is not"
            + " what the command wrote");
  }

  private static void again(Trial trial) throws InterruptedException {
    Execution execution = trial.sh("printf 0123456789");
    trial.doing("the outcome of a command");
    execution.outcome();
    for (int from : new int[] {0, 4, 0, 10}) {
      trial.equal(
          "the output from position " + from,
          "0123456789".substring(from),
          text(trial, execution, from));
    }
  }

  /// Reads to the end, calling nothing durable.
  private static String text(Trial trial, Execution execution, long from)
      throws InterruptedException {
    var all = new ByteArrayOutputStream();
    long at = from;
    while (true) {
      trial.doing("reading from position " + at + ", calling nothing durable");
      Chunk chunk = trial.read(execution, at, 0);
      if (chunk.isEnd()) {
        return all.toString(StandardCharsets.UTF_8);
      }
      all.writeBytes(chunk.bytes());
      at = chunk.end();
    }
  }

  private static void twoReaders(Trial trial) throws InterruptedException {
    Execution execution = trial.sh("i=0; while [ $i -lt 200 ]; do echo line $i; i=$((i+1)); done");
    String[] second = new String[1];
    Thread other =
        Thread.ofVirtual()
            .start(
                () -> {
                  try {
                    second[0] = text(trial, execution, 0);
                  } catch (InterruptedException | RuntimeException e) {
                    second[0] = String.valueOf(e);
                  }
                });
    String first = text(trial, execution, 0);
    trial.doing("waiting for the second of two readers");
    other.join();
    trial.equal("what the second of two readers got", first, String.valueOf(second[0]));
    trial.that(first.endsWith("line 199\n"), "the output of a command was not read whole");
  }

  private static void durable(Trial trial) throws InterruptedException {
    Execution execution = trial.sh("printf 0123456789");
    trial.finish(execution);
    trial.refused(
        "reading from position 0 when all was called durable",
        () -> {
          try {
            return execution.read(0, 0);
          } catch (IllegalArgumentException e) {
            throw new IOException(e);
          }
        });
    trial.refused("reading from behind the end", () -> execution.read(11, 0));
  }
}
