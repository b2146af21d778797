// SPDX-License-Identifier: Apache-2.0
package io.berth.actions;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/// A repository made by git, whose commits are the same each time.
final class GitRepository {

  private final Path folder;

  private GitRepository(Path folder) {
    this.folder = folder;
  }

  /// Makes `OWNER/NAME` below a folder.
  static GitRepository create(Path folder, String name) throws IOException, InterruptedException {
    Path made = Files.createDirectories(folder.resolve(name));
    GitRepository repository = new GitRepository(made);
    repository.git("init", "--quiet", "--initial-branch=main");
    return repository;
  }

  Path folder() {
    return folder;
  }

  GitRepository file(String path, String content) throws IOException {
    Path file = folder.resolve(path);
    Files.createDirectories(file.getParent());
    Files.writeString(file, content);
    return this;
  }

  GitRepository link(String path, String target) throws IOException {
    Path file = folder.resolve(path);
    Files.createDirectories(file.getParent());
    Files.createSymbolicLink(file, Path.of(target));
    return this;
  }

  /// Commits everything and returns the commit.
  String commit(String message) throws IOException, InterruptedException {
    git("add", "--all", "--force");
    git("commit", "--quiet", "--allow-empty", "--message", message);
    return git("rev-parse", "HEAD");
  }

  /// Calls git and returns what it prints.
  String git(String... arguments) throws IOException, InterruptedException {
    List<String> command = new ArrayList<>(List.of("git", "-c", "user.name=Someone"));
    command.addAll(List.of("-c", "user.email=someone@example.org", "-c", "gc.auto=0"));
    command.addAll(List.of(arguments));
    ProcessBuilder builder =
        new ProcessBuilder(command).directory(folder.toFile()).redirectErrorStream(true);
    builder.environment().put("GIT_CONFIG_GLOBAL", "/dev/null");
    builder.environment().put("GIT_AUTHOR_DATE", "2026-01-01T00:00:00Z");
    builder.environment().put("GIT_COMMITTER_DATE", "2026-01-01T00:00:00Z");
    Process process = builder.start();
    String output = new String(process.getInputStream().readAllBytes(), UTF_8).strip();
    assertThat(process.waitFor()).as("%s: %s", command, output).isZero();
    return output;
  }
}
