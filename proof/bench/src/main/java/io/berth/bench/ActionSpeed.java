// SPDX-License-Identifier: Apache-2.0
package io.berth.bench;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/// What actions cost, found in the workspace or in the cache; what the legs of a matrix cost; how
/// long chains of jobs are decided.
final class ActionSpeed {

  private static final int RUNS = 5;
  private static final int COMPOSITES = 100;
  private static final int NODES = 20;
  private static final int SEVERAL = 20;
  private static final int LEGS = 50;
  private static final int CHAIN = 1000;

  private final Path launcher;
  private final Path folder;
  private final Appendable report;

  ActionSpeed(Path launcher, Path folder, Appendable report) {
    this.launcher = launcher;
    this.folder = folder.resolve("actions");
    this.report = report;
  }

  void run() throws IOException, InterruptedException {
    composites();
    nodes();
    remote();
    matrix();
    chain();
  }

  private void composites() throws IOException, InterruptedException {
    var composite = repository("composite", job("      - uses: ./it\n".repeat(COMPOSITES)));
    action(composite.resolve("it"));
    var script = "      - {run: echo it, shell: bash}\n";
    var plain = repository("plain", job(script.repeat(COMPOSITES)));
    var both = Measured.inTurn(RUNS, exec(composite), exec(plain));
    line(
        String.format(
            Locale.ROOT,
            "%d steps that use a composite action of one script: %.0f ms; the scripts as steps: %.0f ms; a use costs %.2f ms%n",
            COMPOSITES,
            wall(both, 0),
            wall(both, 1),
            (wall(both, 0) - wall(both, 1)) / COMPOSITES));
  }

  private void nodes() throws IOException, InterruptedException {
    var node = repository("node", job("      - uses: ./it\n".repeat(NODES)));
    write(node.resolve("it/action.yml"), "runs: {using: node20, main: main.js}\n");
    write(node.resolve("it/main.js"), "console.log('it')\n");
    var bare = folder.resolve("bare.sh");
    write(bare, ("node " + node.resolve("it/main.js") + "\n").repeat(NODES));
    var both = Measured.inTurn(RUNS, exec(node), command(List.of("bash", bare.toString()), folder));
    var one = repository("one", job("      - uses: ./it\n"));
    write(one.resolve("it/action.yml"), "runs: {using: node20, main: main.js}\n");
    write(one.resolve("it/main.js"), "console.log('it')\n");
    var single = Measured.inTurn(RUNS, exec(one), command(List.of("true"), folder));
    var steps = (wall(both, 0) - wall(single, 0)) / (NODES - 1);
    line(
        String.format(
            Locale.ROOT,
            "%d steps that use a JavaScript action: %.1f ms each; bare `node`: %.1f ms each; ratio %.2f%n",
            NODES,
            steps,
            wall(both, 1) / NODES,
            steps * NODES / wall(both, 1)));
  }

  private void remote() throws IOException, InterruptedException {
    var server = folder.resolve("server/own/it");
    action(server);
    for (int i = 0; i < SEVERAL; i++) {
      action(server.resolve("a" + i));
    }
    git(server, "init", "-q", "-b", "main", ".");
    git(server, "add", ".");
    git(server, "-c", "user.name=n", "-c", "user.email=e", "commit", "-q", "-m", "it");
    git(server, "tag", "v1");
    var commit = git(server, "rev-parse", "HEAD").strip();
    var url = "file://" + folder.resolve("server");
    var local = repository("local", job("      - uses: ./it\n"));
    action(local.resolve("it"));
    for (var ref : List.of(commit, "v1")) {
      var repository = repository("at-" + ref, job("      - uses: own/it@" + ref + "\n"));
      var both =
          Measured.inTurn(
              3 * RUNS,
              command(
                  List.of(launcher.toString(), "exec", "--plain", "--actions-url", url),
                  repository),
              exec(local));
      line(
          String.format(
              Locale.ROOT,
              "a cached action of another repository by %s: %.1f ms more than a local one (%.0f and %.0f ms; aim <= 5)%n",
              ref.equals("v1") ? "tag" : "commit",
              wall(both, 0) - wall(both, 1),
              wall(both, 0),
              wall(both, 1)));
    }
    several(url, commit);
    var asked =
        Measured.inTurn(
            RUNS,
            command(List.of("git", "ls-remote", url + "/own/it", "refs/tags/v1"), folder),
            command(List.of("true"), folder));
    line(
        String.format(
            Locale.ROOT, "`git ls-remote` of that repository alone: %.1f ms%n", wall(asked, 0)));
  }

  /// What it takes to resolve one more action, apart from what the first of them starts.
  private void several(String url, String commit) throws IOException, InterruptedException {
    var remote = new StringBuilder();
    var near = new StringBuilder();
    for (int i = 0; i < SEVERAL; i++) {
      remote.append("      - uses: own/it/a").append(i).append('@').append(commit).append('\n');
      near.append("      - uses: ./a").append(i).append('\n');
    }
    var local = repository("several-local", job(near.toString()));
    for (int i = 0; i < SEVERAL; i++) {
      action(local.resolve("a" + i));
    }
    var repository = repository("several", job(remote.toString()));
    var both =
        Measured.inTurn(
            RUNS,
            command(
                List.of(launcher.toString(), "exec", "--plain", "--actions-url", url), repository),
            exec(local));
    line(
        String.format(
            Locale.ROOT,
            "%d cached actions of another repository: %.2f ms more for each than local ones (aim <= 5)%n",
            SEVERAL,
            (wall(both, 0) - wall(both, 1)) / SEVERAL));
  }

  private void matrix() throws IOException, InterruptedException {
    var values = new StringBuilder("0");
    for (int i = 1; i < LEGS; i++) {
      values.append(", ").append(i);
    }
    var legs =
        "    strategy:\n      matrix:\n        v: ["
            + values
            + "]\n    steps:\n      - {run: 'echo ${{ matrix.v }}', shell: bash}\n";
    var repository = repository("matrix", "on: push\njobs:\n  bench:\n    runs-on: any\n" + legs);
    var bare =
        "seq 0 "
            + (LEGS - 1)
            + " | xargs -P 2 -I{} bash --noprofile --norc -e -o pipefail -c 'echo {}'";
    var both = Measured.inTurn(RUNS, exec(repository), command(List.of("sh", "-c", bare), folder));
    line(
        String.format(
            Locale.ROOT,
            "a matrix of %d legs: %.0f ms; `xargs -P 2` with the same commands: %.0f ms; a leg costs %.1f ms%n",
            LEGS,
            wall(both, 0),
            wall(both, 1),
            (wall(both, 0) - wall(both, 1)) / LEGS));
  }

  private void chain() throws IOException, InterruptedException {
    var jobs = new StringBuilder("on: push\njobs:\n");
    for (int i = 0; i < CHAIN; i++) {
      jobs.append("  j").append(i).append(":\n    runs-on: any\n");
      jobs.append(i == 0 ? "" : "    needs: j" + (i - 1) + "\n");
      jobs.append("    steps: [{run: 'true'}]\n");
    }
    var repository = repository("chain", jobs.toString());
    var dry = command(List.of(launcher.toString(), "exec", "--plain", "--dry-run"), repository);
    var both = Measured.inTurn(RUNS, dry, command(List.of("true"), folder));
    line(
        String.format(
            Locale.ROOT,
            "a chain of %d jobs decided in a dry run: %.0f ms, %.2f ms a job%n",
            CHAIN,
            wall(both, 0),
            wall(both, 0) / CHAIN));
  }

  private static double wall(List<Measured> both, int which) {
    return both.get(which).wallMillis();
  }

  private void line(String text) throws IOException {
    report.append(text);
  }

  private static String job(String steps) {
    return "on: push\njobs:\n  bench:\n    runs-on: any\n    steps:\n" + steps;
  }

  private static void action(Path place) throws IOException {
    write(
        place.resolve("action.yml"),
        "runs: {using: composite, steps: [{run: echo it, shell: bash}]}\n");
  }

  private Path repository(String name, String workflow) throws IOException {
    var repository = folder.resolve(name);
    write(repository.resolve(".github/workflows/bench.yml"), workflow);
    return repository;
  }

  private static void write(Path file, String text) throws IOException {
    Files.createDirectories(file.getParent());
    Files.writeString(file, text);
  }

  private static String git(Path where, String... arguments)
      throws IOException, InterruptedException {
    List<String> command = new ArrayList<>(List.of("git"));
    command.addAll(List.of(arguments));
    var process = new ProcessBuilder(command).directory(where.toFile()).start();
    var said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    if (process.waitFor() != 0) {
      throw new IOException(command + " fails");
    }
    return said;
  }

  private Measured.Command exec(Path repository) {
    return command(List.of(launcher.toString(), "exec", "--plain"), repository);
  }

  private Measured.Command command(List<String> words, Path where) {
    return new Measured.Command(
        words,
        Map.of(
            "XDG_STATE_HOME", folder.resolve("state").toString(),
            "XDG_CACHE_HOME", folder.resolve("cache").toString(),
            "JAVA_HOME", System.getProperty("java.home")),
        where);
  }
}
