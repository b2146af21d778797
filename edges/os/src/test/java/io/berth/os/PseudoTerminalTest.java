// SPDX-License-Identifier: Apache-2.0
package io.berth.os;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(30)
class PseudoTerminalTest {

  private static final Map<String, String> ENV = Map.of("PATH", System.getenv("PATH"));
  private static final TerminalSize SIZE = new TerminalSize(77, 11);

  @BeforeEach
  void needsThem() {
    assumeTrue(PseudoTerminal.isSupported(), "this system has no pseudo terminals");
  }

  @Test
  void aProgramFindsATerminalOfThatSizeAsItsOwn() throws Exception {
    try (PseudoTerminal terminal = PseudoTerminal.open(SIZE);
        Child child = sh("test -t 0 && test -t 1 && test -t 2 && stty size </dev/tty", terminal)) {
      assertThat(text(child)).isEqualTo("11 77\r\n");
      assertThat(child.awaitExit(Duration.ofSeconds(10))).isTrue();
      assertThat(child.exit()).isEqualTo(new ExitStatus.Exited(0));
    }
  }

  @Test
  void whatIsTypedIsReadAndControlCIsASignal() throws Exception {
    try (PseudoTerminal terminal = PseudoTerminal.open(SIZE);
        Child child =
            sh(
                "stty -echo; trap 'echo caught; exit 3' INT; read x; echo got $x; read y",
                terminal)) {
      terminal.write("hello\n".getBytes(StandardCharsets.UTF_8));
      assertThat(until(child, "got ")).contains("got hello");
      terminal.write(new byte[] {3});

      assertThat(text(child)).contains("caught");
      assertThat(child.awaitExit(Duration.ofSeconds(10))).isTrue();
      assertThat(child.exit()).isEqualTo(new ExitStatus.Exited(3));
    }
  }

  @Test
  void aNewSizeIsTold() throws Exception {
    try (PseudoTerminal terminal = PseudoTerminal.open(SIZE);
        Child child =
            sh(
                "echo up; until [ \"$(stty size)\" = '50 200' ]; do sleep 0.02; done; echo ok",
                terminal)) {
      until(child, "up");
      terminal.resize(new TerminalSize(200, 50));

      assertThat(text(child)).contains("ok");
    }
  }

  private static Child sh(String script, PseudoTerminal terminal) throws IOException {
    var program = new Program(List.of("bash", "-c", script), ENV, "/");
    return ((Launch.Running) Launch.of(program, null, terminal)).child();
  }

  private static String text(Child child) throws InterruptedException {
    var text = new StringBuilder();
    for (byte[] piece = child.read(4096); piece.length > 0; piece = child.read(4096)) {
      text.append(new String(piece, StandardCharsets.UTF_8));
    }
    return text.toString();
  }

  private static String until(Child child, String wanted) throws InterruptedException {
    var text = new StringBuilder();
    while (text.indexOf(wanted) < 0 || text.charAt(text.length() - 1) != '\n') {
      text.append(new String(child.read(4096), StandardCharsets.UTF_8));
    }
    return text.toString();
  }
}
