// SPDX-License-Identifier: Apache-2.0
package io.berth.conformance.backend;

import io.berth.spi.FileContent;
import io.berth.spi.FileEntry;
import io.berth.spi.FileHash;
import io.berth.spi.FileWrite;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Small files, lists and digests.
final class FileCases {

  static final List<Case> CASES =
      List.of(
          Case.of(
              "FIL-01",
              Profile.FILES,
              "files are written with their folders and modes, replace what is there and are read"
                  + " back",
              FileCases::roundTrip),
          Case.of(
              "FIL-02", Profile.FILES, "a file that is not there is no error", FileCases::missing),
          Case.of(
              "FIL-03",
              Profile.FILES,
              "a file is read up to the limit, and its whole size is told",
              FileCases::limited),
          Case.of(
              "FIL-10",
              Profile.FILES,
              "digests are those of SHA-256, in the order asked for",
              FileCases::digests),
          Case.of(
              "FIL-16",
              Profile.FILES,
              "lists are ordered by bytes, follow links when they are to, and are bounded",
              FileCases::lists),
          Case.of(
              "FIL-13",
              Profile.FILES,
              "files that are written are seen by commands, and the other way round",
              FileCases::seen));

  private FileCases() {}

  private static byte[] utf8(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }

  private static String text(byte @Nullable [] content) {
    return content == null ? "(no file)" : new String(content, StandardCharsets.UTF_8);
  }

  static void roundTrip(Trial trial) throws InterruptedException, IOException {
    String temp = trial.temp();
    String tool = temp + "/a/b/tool";
    String plain = temp + "/pl ain ü";
    trial.doing("writing two files");
    trial
        .environment()
        .writeFiles(
            List.of(
                new FileWrite(tool, utf8("#!/bin/sh\necho ran"), true),
                new FileWrite(plain, utf8("old and long"), false)));
    trial.environment().writeFiles(List.of(new FileWrite(plain, utf8("new"), false)));
    trial.doing("reading two files");
    List<FileContent> read = trial.environment().readFiles(List.of(plain, tool), 100);
    trial.equal("the number of files read", 2, read.size());
    trial.equal("the file that was written twice", "new", text(read.getFirst().content()));
    trial.equal("the other", "#!/bin/sh\necho ran", text(read.getLast().content()));
    trial.equal(
        "what a file that is to be executable prints when it is run",
        "ran\n",
        trial.finish(trial.start(trial.spec(List.of(tool)))).text());
    trial.equal(
        "whether a file that is not to be executable is",
        "no\n",
        trial.text("if [ -x '" + plain + "' ]; then echo yes; else echo no; fi"));
  }

  static void missing(Trial trial) throws InterruptedException, IOException {
    String temp = trial.temp();
    trial.doing("reading a file that is not there");
    List<FileContent> read =
        trial.environment().readFiles(List.of(temp + "/gone", temp + "/no/folder"), 100);
    for (FileContent content : read) {
      trial.that(
          content.content() == null && content.size() == 0,
          "`" + content.path() + "` is not there, and was read with " + content.size() + " bytes");
    }
  }

  private static void limited(Trial trial) throws InterruptedException, IOException {
    String file = trial.temp() + "/ten";
    trial.environment().writeFiles(List.of(new FileWrite(file, utf8("0123456789"), false)));
    for (int most : new int[] {0, 4, 10, 11}) {
      trial.doing("reading a file up to " + most + " bytes");
      FileContent read = trial.environment().readFiles(List.of(file), most).getFirst();
      trial.equal(
          "ten bytes read up to " + most,
          "0123456789".substring(0, Math.min(most, 10)),
          text(read.content()));
      trial.equal("the size told of a file of ten bytes", 10L, read.size());
    }
  }

  private static void digests(Trial trial) throws InterruptedException, IOException {
    String temp = trial.temp();
    byte[] long1 = new byte[300_000];
    Arrays.fill(long1, (byte) 'x');
    trial
        .environment()
        .writeFiles(
            List.of(
                new FileWrite(temp + "/abc", utf8("abc"), false),
                new FileWrite(temp + "/none", new byte[0], false),
                new FileWrite(temp + "/long", long1, false)));
    trial.doing("hashing files");
    List<FileHash> hashes =
        trial
            .environment()
            .hashFiles(
                List.of(temp + "/abc", temp + "/gone", temp + "/none", temp, temp + "/long"));
    List<String> wanted =
        List.of(sha256(utf8("abc")), "none", sha256(new byte[0]), "none", sha256(long1));
    List<String> found = new ArrayList<>();
    for (FileHash hash : hashes) {
      byte[] digest = hash.sha256();
      found.add(digest == null ? "none" : HexFormat.of().formatHex(digest));
    }
    trial.equal(
        "the digests of a file, one that is gone, an empty one, a folder and a long one",
        wanted,
        found);
  }

  private static String sha256(byte[] bytes) {
    try {
      return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
  }

  private static void lists(Trial trial) throws InterruptedException, IOException {
    String temp = trial.temp();
    trial.text(
        "cd '"
            + temp
            + "' && mkdir -p l/a l/B && : > l/a/x && : > l/a.txt && printf abc > l/B/z"
            + " && ln -s a l/c && ln -s .. l/a/up");
    trial.equal(
        "a list that follows no links",
        List.of("B", "B/z", "a", "a/up", "a/x", "a.txt", "c"),
        paths(trial, temp + "/l", false));
    trial.equal(
        "a list that follows links",
        List.of("B", "B/z", "a", "a/up", "a/x", "a.txt", "c", "c/up", "c/x"),
        paths(trial, temp + "/l", true));
    List<FileEntry> entries = trial.environment().listFiles(temp + "/l", false, 100);
    trial.equal("the kind of a folder", FileEntry.Kind.FOLDER, entries.getFirst().kind());
    trial.equal("the kind of a link", FileEntry.Kind.LINK, entries.getLast().kind());
    trial.equal("the kind of a file", FileEntry.Kind.FILE, entries.get(1).kind());
    trial.equal("the size of a file of three bytes", 3L, entries.get(1).size());
    trial.refused(
        "a list of seven entries of which three are wanted at most",
        () -> trial.environment().listFiles(temp + "/l", false, 3));
    trial.refused(
        "a list of a folder that is not there",
        () -> trial.environment().listFiles(temp + "/gone", false, 3));
  }

  private static List<String> paths(Trial trial, String folder, boolean follow)
      throws InterruptedException, IOException {
    trial.doing("listing a folder");
    List<String> paths = new ArrayList<>();
    for (FileEntry entry : trial.environment().listFiles(folder, follow, 100)) {
      paths.add(entry.path());
    }
    return paths;
  }

  static void seen(Trial trial) throws InterruptedException, IOException {
    String file = trial.environment().layout().paths().workspace() + "/seen";
    trial.environment().writeFiles(List.of(new FileWrite(file, utf8("one\n"), false)));
    trial.equal(
        "a file that was written, as a command sees it and changes it",
        "one\n",
        trial.text("cat seen && echo two >> seen"));
    trial.equal(
        "the file that a command changed",
        "one\ntwo\n",
        text(trial.environment().readFiles(List.of(file), 100).getFirst().content()));
  }
}
