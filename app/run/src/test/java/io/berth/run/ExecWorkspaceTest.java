// SPDX-License-Identifier: Apache-2.0
package io.berth.run;

import static org.assertj.core.api.Assertions.assertThat;

import io.berth.run.ExecRequest.Placement;
import io.berth.run.ExecRequest.WorkspaceContent;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class ExecWorkspaceTest extends OnGround {

  @Test
  void nothingOfAJobIsLeftBehind() throws Exception {
    ground.workflow("on: push", "jobs:", "  a: {runs-on: x, steps: [{run: echo x > made}]}");

    ground.exec();

    assertThat(ground.root.resolve("made")).doesNotExist();
    try (Stream<Path> left = Files.walk(ground.work)) {
      assertThat(left.filter(path -> path.endsWith("made"))).isEmpty();
    }
  }

  @Test
  void keptWorkspacesStayAndAreNamed() throws Exception {
    ground.workflow("on: push", "jobs:", "  a: {runs-on: x, steps: [{run: echo x > made}]}");
    ground.placement = new Placement(null, 1, WorkspaceContent.COPY, true);

    ground.exec();

    String notice = ground.notices().getLast();
    assertThat(notice).startsWith("the workspace of a is kept: ");
    assertThat(Path.of(notice.substring(notice.indexOf(": ") + 2), "made")).exists();
  }

  @Test
  void stepsFindACopyOfTheFilesThatAreNotIgnored() throws Exception {
    ground
        .file("a.txt", "tracked")
        .file("sub/run.sh", "#!/bin/sh\necho it runs\n")
        .file("ignored.log", "no")
        .file(".gitignore", "*.log\n")
        .workflow(
            "on: push",
            "jobs:",
            "  a:",
            "    runs-on: x",
            "    steps:",
            "    - run: find . -name .git -prune -o -type f -print | sort; sub/run.sh",
            "    - run: test -L link && test $(cat link) = tracked");
    assertThat(ground.root.resolve("sub/run.sh").toFile().setExecutable(true)).isTrue();
    Files.createSymbolicLink(ground.root.resolve("link"), Path.of("a.txt"));
    git("init", "-q");

    ExitStatus status = ground.exec();

    assertThat(status).isEqualTo(ExitStatus.SUCCESS);
    assertThat(ground.log())
        .contains("./a.txt\n", "./sub/run.sh\n", "./.github/workflows/ci.yml\n", "it runs")
        .doesNotContain("ignored.log");
  }

  @Test
  void anEmptyWorkspaceIsFilledByCheckout() throws Exception {
    ground
        .file("a.txt", "here")
        .workflow(
            "on: push",
            "jobs:",
            "  a:",
            "    runs-on: x",
            "    steps:",
            "    - run: test ! -e a.txt",
            "    - uses: actions/checkout@v4",
            "    - run: test -e a.txt");
    ground.placement = new Placement(null, 1, WorkspaceContent.EMPTY, false);

    assertThat(ground.exec()).isEqualTo(ExitStatus.SUCCESS);
  }

  private void git(String... arguments) {
    new Git(ground.root).ask(arguments);
  }
}
