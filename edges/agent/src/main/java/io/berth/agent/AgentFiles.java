// SPDX-License-Identifier: Apache-2.0
package io.berth.agent;

import io.berth.spi.FileContent;
import io.berth.spi.FileHash;
import io.berth.spi.FileWrite;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Small files of an environment, written and read by its agent and as its user: where another way
/// to them costs tens of milliseconds.
public final class AgentFiles {

  /// How large a file may be that the agent writes in one piece.
  public static final int LARGEST = 1 << 20;

  private static final int PIECE = 1 << 20;

  private final Agent agent;

  AgentFiles(Agent agent) {
    this.agent = agent;
  }

  /// Returns whether the agent can be told of a path; it reads them a line each.
  public static boolean canName(String path) {
    return path.startsWith("/") && path.indexOf('\n') < 0 && path.indexOf('\0') < 0;
  }

  /// Writes files with the folders above them. All are at most [#LARGEST].
  public void write(List<FileWrite> files) throws IOException {
    var content = new ByteArrayOutputStream();
    for (FileWrite file : files) {
      String head = (file.executable() ? "x " : "- ") + file.content().length + "\n";
      content.write((head + file.path() + "\n").getBytes(StandardCharsets.UTF_8));
      content.write(file.content());
    }
    String request = "put " + files.size() + " " + content.size();
    check(agent.ask(request, content.toByteArray()));
  }

  /// Makes folders with those above them.
  public void makeFolders(List<String> paths) throws IOException {
    byte[] lines = (String.join("\n", paths) + "\n").getBytes(StandardCharsets.UTF_8);
    check(agent.ask("folders " + paths.size(), lines));
  }

  private void check(Answer answer) throws IOException {
    if (answer.is("failed")) {
      throw new IOException(answer.rest());
    }
    agent.expectDone(answer, "write files");
  }

  /// Reads the beginning of a file.
  public FileContent read(String path, int maxBytes) throws IOException {
    var bytes = new ByteArrayOutputStream();
    while (true) {
      int wanted = Math.min(PIECE, maxBytes - bytes.size());
      Answer answer = piece(path, bytes.size(), wanted);
      if (answer == null) {
        return new FileContent(path, null, 0);
      }
      bytes.write(answer.data());
      long size = size(answer);
      if (answer.data().length == 0 || bytes.size() >= Math.min(size, maxBytes)) {
        return new FileContent(path, bytes.toByteArray(), Math.max(size, bytes.size()));
      }
    }
  }

  /// Hashes a file.
  public FileHash hash(String path) throws IOException {
    MessageDigest digest = sha256();
    long at = 0;
    while (true) {
      Answer answer = piece(path, at, PIECE);
      if (answer == null) {
        return new FileHash(path, null, 0);
      }
      digest.update(answer.data());
      at += answer.data().length;
      if (answer.data().length == 0 || at >= size(answer)) {
        return new FileHash(path, digest.digest(), at);
      }
    }
  }

  private @Nullable Answer piece(String path, long from, int max) throws IOException {
    byte[] line = (path + "\n").getBytes(StandardCharsets.UTF_8);
    Answer answer = agent.ask("get " + from + " " + max, line);
    if (answer.is("data") || answer.is("empty")) {
      return answer;
    }
    if (answer.is("none")) {
      return null;
    }
    throw new IOException(answer.rest());
  }

  private static long size(Answer answer) throws IOException {
    Answer rest = Answer.of(answer.rest());
    try {
      return Long.parseLong(answer.is("empty") ? rest.word() : rest.rest());
    } catch (NumberFormatException e) {
      throw new IOException("the agent answers nonsense: `" + answer.rest() + "`", e);
    }
  }

  /// Returns the number of the user and that of the group that the agent runs as, as `1000 1000`.
  public String owner() throws IOException {
    return agent.ask("who").rest();
  }

  private static MessageDigest sha256() {
    try {
      return MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java has SHA-256", e);
    }
  }
}
