// SPDX-License-Identifier: Apache-2.0
package io.berth.conformance.backend;

import io.berth.spi.FileContent;
import io.berth.spi.FileWrite;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;

/// Copies in and out, as tar streams.
final class CopyCases {

  /// What a tree looks like, in programs that every POSIX system has.
  private static final String LOOK =
      "find . | LC_ALL=C sort; find . -type f -exec cksum {} + | LC_ALL=C sort;"
          + " find . -type f -perm -100 | LC_ALL=C sort;"
          + " find . -type l | LC_ALL=C sort | while IFS= read -r l; do readlink \"$l\"; done";

  static final List<Case> CASES =
      List.of(
          Case.of(
                  "FIL-04",
                  Profile.FILES,
                  "a tree of thousands of files with links, modes and odd names is the same after the way"
                      + " out and in",
                  CopyCases::tree)
              .within(Duration.ofSeconds(90)),
          Case.of("FIL-05", Profile.FILES, "8 MiB go in and out unchanged", CopyCases::large)
              .within(Duration.ofSeconds(90)),
          Case.of(
              "FIL-06",
              Profile.FILES,
              "an archive that leads out of its folder is refused, and nothing is written outside",
              CopyCases::escapes),
          Case.of(
              "FIL-09",
              Profile.FILES,
              "a copy that is cut off is an error, and the next one is complete",
              CopyCases::cutOff),
          Case.of("FIL-14", Profile.FILES, "what is no archive is an error", CopyCases::garbage),
          Case.of(
              "FIL-08",
              Profile.FILES,
              "leaving a copy early leaves the environment ready",
              CopyCases::leftEarly),
          Case.of(
              "FIL-15",
              Profile.FILES,
              "copying out what is not there is an error",
              CopyCases::nothingThere));

  private CopyCases() {}

  static void tree(Trial trial) throws InterruptedException, IOException {
    String temp = trial.temp();
    String deep = "very-long-name-".repeat(12);
    trial.text(
        "cd '"
            + temp
            + "' && mkdir -p from/empty 'from/"
            + deep
            + "/ümläut dir' && echo one > 'from/"
            + deep
            + "/ümläut dir/file' && ln -s '"
            + deep
            + "' from/link && ln -s /nowhere/at/all from/dangling && printf '#!/bin/sh' > from/run"
            + " && chmod 750 from/run && : > from/none"
            + " && i=0 && while [ $i -lt "
            + (trial.isLong() ? 100 : 20)
            + " ]; do mkdir from/d$i; j=0;"
            + " while [ $j -lt 100 ]; do echo $i-$j > from/d$i/$j; j=$((j+1)); done;"
            + " i=$((i+1)); done");
    String wanted = trial.text("cd '" + temp + "/from' && " + LOOK);
    var tar = new ByteArrayOutputStream();
    trial.doing("copying a tree out");
    trial.environment().copyOut(temp + "/from", tar);
    trial.doing("copying a tree in");
    trial.environment().copyIn(temp + "/to", new ByteArrayInputStream(tar.toByteArray()));
    String found = trial.text("cd '" + temp + "/to' && " + LOOK);
    if (!found.equals(wanted)) {
      throw new Broken("a tree is another after the way out and in: " + difference(wanted, found));
    }
  }

  private static String difference(String wanted, String found) {
    List<String> left = wanted.lines().toList();
    List<String> right = found.lines().toList();
    for (String line : left) {
      if (!right.contains(line)) {
        return "`" + line + "` is missing";
      }
    }
    for (String line : right) {
      if (!left.contains(line)) {
        return "`" + line + "` is too much";
      }
    }
    return "the order or number of entries differs";
  }

  static void large(Trial trial) throws InterruptedException, IOException {
    byte[] content = new byte[8 << 20];
    for (int i = 0; i < content.length; i++) {
      content[i] = (byte) (i * 31 + (i >> 12));
    }
    String temp = trial.temp();
    trial.doing("copying 8 MiB in");
    trial
        .environment()
        .copyIn(
            temp + "/in",
            new ByteArrayInputStream(new Archive().file("large", 0644, content).end()));
    var tar = new ByteArrayOutputStream();
    trial.doing("copying 8 MiB out");
    trial.environment().copyOut(temp + "/in", tar);
    byte[] out = tar.toByteArray();
    trial.that(
        out.length >= content.length,
        "8 MiB were copied in, and the archive that came out has " + out.length + " bytes");
    trial.equal(
        "what cksum says of 8 MiB that were copied in",
        cksum(content) + " " + content.length + "\n",
        trial.text("cksum < '" + temp + "/in/large'"));
    trial.doing("copying in what was copied out");
    trial.environment().copyIn(temp + "/again", new ByteArrayInputStream(out));
    trial.equal(
        "what cksum says of 8 MiB that were copied out and in again",
        cksum(content) + " " + content.length + "\n",
        trial.text("cksum < '" + temp + "/again/large'"));
  }

  /// The checksum of POSIX's `cksum`.
  private static long cksum(byte[] content) {
    int[] table = new int[256];
    for (int i = 0; i < 256; i++) {
      int c = i << 24;
      for (int bit = 0; bit < 8; bit++) {
        c = (c & 0x80000000) == 0 ? c << 1 : (c << 1) ^ 0x04C11DB7;
      }
      table[i] = c;
    }
    int crc = 0;
    for (byte b : content) {
      crc = (crc << 8) ^ table[((crc >>> 24) ^ b) & 0xff];
    }
    for (long length = content.length; length != 0; length >>>= 8) {
      crc = (crc << 8) ^ table[((crc >>> 24) ^ (int) length) & 0xff];
    }
    return ~crc & 0xffffffffL;
  }

  static void escapes(Trial trial) throws InterruptedException, IOException {
    String temp = trial.temp();
    byte[] bad = "bad".getBytes(StandardCharsets.US_ASCII);
    refused(trial, "`../escaped`", new Archive().file("../escaped", 0644, bad));
    refused(
        trial,
        "a link to the folder above and a file behind it",
        new Archive().link("up", "..").file("up/escaped", 0644, bad));
    refused(
        trial,
        "a hard link to a file outside",
        new Archive().hardLink("stolen", "../../../../../../../../etc/passwd"));
    // An absolute name may be refused or taken as one below the folder.
    trial.doing("copying in an archive with an absolute name");
    try {
      copyIn(trial, new Archive().file(temp + "/escaped", 0644, bad));
    } catch (IOException | RuntimeException e) {
      trial.doing("looking for what an archive with an absolute name left");
    }
    FileContent escaped = trial.environment().readFiles(List.of(temp + "/escaped"), 10).getFirst();
    trial.that(
        escaped.content() == null,
        "an archive wrote a file outside the folder that it was to be unpacked in");
  }

  private static void copyIn(Trial trial, Archive archive)
      throws InterruptedException, IOException {
    trial.environment().copyIn(trial.temp() + "/in/here", new ByteArrayInputStream(archive.end()));
  }

  private static void refused(Trial trial, String what, Archive archive) {
    trial.refused(
        "copying in an archive with " + what,
        () -> {
          copyIn(trial, archive);
          return archive;
        });
  }

  static void cutOff(Trial trial) throws InterruptedException, IOException {
    byte[] whole = new Archive().folder("d").file("d/f", 0644, new byte[300_000]).end();
    String folder = trial.temp() + "/cut";
    trial.refused(
        "copying in an archive of which reading fails half-way",
        () -> {
          trial.environment().copyIn(folder, new Failing(whole, 100_000));
          return whole;
        });
    trial.doing("copying in the whole archive after one that was cut off");
    trial.environment().copyIn(folder, new ByteArrayInputStream(whole));
    trial.equal(
        "the size of a file after a copy that was cut off and one that was not",
        300_000L,
        trial.environment().readFiles(List.of(folder + "/d/f"), 1).getFirst().size());
  }

  /// An archive that cannot be read to its end.
  private static final class Failing extends FilterInputStream {

    Failing(byte[] bytes, int end) {
      super(new ByteArrayInputStream(bytes, 0, end));
    }

    @Override
    public int read() throws IOException {
      return atEnd(super.read());
    }

    @Override
    public int read(byte[] target, int offset, int length) throws IOException {
      return atEnd(super.read(target, offset, length));
    }

    private static int atEnd(int read) throws IOException {
      if (read < 0) {
        throw new IOException("the archive cannot be read any further");
      }
      return read;
    }
  }

  private static void garbage(Trial trial) {
    byte[] garbage = "this is no archive. ".repeat(200).getBytes(StandardCharsets.US_ASCII);
    trial.refused(
        "copying in what is no archive",
        () -> {
          trial.environment().copyIn(trial.temp() + "/to", new ByteArrayInputStream(garbage));
          return garbage;
        });
  }

  static void leftEarly(Trial trial) throws InterruptedException, IOException {
    String temp = trial.temp();
    byte[] part = new byte[500_000];
    for (int i = 0; i < 10; i++) {
      trial.environment().writeFiles(List.of(new FileWrite(temp + "/big/" + i, part, false)));
    }
    trial.refused(
        "a copy whose reader leaves",
        () -> {
          trial.environment().copyOut(temp + "/big", new Leaving());
          return part;
        });
    trial.equal("a command after a copy was left early", "on\n", trial.text("echo on"));
  }

  /// A reader that has enough after a little.
  private static final class Leaving extends OutputStream {
    private int left = 100_000;

    @Override
    public void write(int b) throws IOException {
      if (left-- <= 0) {
        throw new IOException("the reader has enough");
      }
    }
  }

  static void nothingThere(Trial trial) {
    trial.refused(
        "copying out what is not there",
        () -> {
          trial.environment().copyOut(trial.temp() + "/gone", OutputStream.nullOutputStream());
          return trial;
        });
  }
}
