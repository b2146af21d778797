// SPDX-License-Identifier: Apache-2.0
package io.berth.e2e;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.berth.os.Child;
import io.berth.os.ExitStatus;
import io.berth.os.ProcessFamily;
import io.berth.os.PseudoTerminal;
import io.berth.os.TerminalSize;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/// The program at a terminal, with somebody who types.
final class Conversation implements AutoCloseable {

  private static final Duration PATIENCE = Duration.ofMinutes(1);
  private static final TerminalSize SIZE = new TerminalSize(160, 50);

  private final PseudoTerminal terminal;
  private final ProcessFamily family;
  private final Child child;
  private final Thread reader;
  private volatile String heard = "";
  private int read;

  private Conversation(PseudoTerminal terminal, ProcessFamily family, Child child) {
    this.terminal = terminal;
    this.family = family;
    this.child = child;
    reader = Thread.ofVirtual().name("terminal").start(this::listen);
  }

  /// Starts the program in a folder.
  ///
  /// @param home a folder of the test, for everything that Berth keeps
  static Conversation start(Path folder, Path home, String... arguments) throws IOException {
    Files.createDirectories(home);
    List<String> command = new ArrayList<>();
    command.add(Program.distribution().resolve("bin/berth").toString());
    command.addAll(List.of(arguments));
    var env =
        Map.of(
            "PATH",
            System.getenv("PATH"),
            "HOME",
            home.toString(),
            "TERM",
            "xterm",
            "NO_COLOR",
            "1",
            "LC_ALL",
            "C.UTF-8",
            "JAVA_HOME",
            System.getProperty("java.home"));
    var terminal = PseudoTerminal.open(SIZE);
    var family = new ProcessFamily("BERTH_CONVERSATION=" + home, home);
    var program = new io.berth.os.Program(command, env, folder.toString());
    if (family.start(program, terminal) instanceof io.berth.os.Launch.Running(var child)) {
      return new Conversation(terminal, family, child);
    }
    throw new IOException("the program cannot be started");
  }

  private void listen() {
    try {
      for (byte[] piece = child.read(4096); piece.length > 0; piece = child.read(4096)) {
        // Only this thread writes it.
        heard = heard.concat(new String(piece, UTF_8));
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /// Waits until a text is shown, after what earlier calls have waited for.
  Conversation hears(String text) {
    try {
      Until.holds(PATIENCE, () -> heard.indexOf(text, read) >= 0);
    } catch (AssertionError e) {
      throw new AssertionError("`" + text + "` was not shown after `" + heard + "`", e);
    }
    read = heard.indexOf(text, read) + text.length();
    return this;
  }

  /// Types a line, or keys.
  Conversation types(String text) throws IOException {
    terminal.write(text.getBytes(UTF_8));
    return this;
  }

  /// Waits for the end of the program and returns its exit status.
  int ends() throws InterruptedException {
    if (!child.awaitExit(PATIENCE)) {
      throw new AssertionError("the program goes on after `" + heard + "`");
    }
    reader.join();
    return child.exit() instanceof ExitStatus.Exited(var code) ? code : -1;
  }

  /// Returns all that was shown, without what differs from run to run and what only steers the
  /// terminal.
  String text(Path folder) {
    return heard
        .replace("\r", "")
        .replaceAll("\u001b\\[[0-9;?]*[a-zA-Z]", "")
        .replace(folder.toString(), "FOLDER")
        .replaceAll("/\\S*/\\.cache/berth/work/\\S*/work/\\S*", "WORKSPACE")
        .replaceAll("\\b\\d{8}-\\d{6}-\\d{4}\\b", "RUN")
        .replaceAll("\\b\\d+\\.\\ds\\b", "0.0s");
  }

  @Override
  public void close() {
    family.end();
    terminal.close();
  }
}
