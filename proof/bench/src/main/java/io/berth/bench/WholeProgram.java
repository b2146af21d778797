// SPDX-License-Identifier: Apache-2.0
package io.berth.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/// The program from outside: start-up, the cost of a step, the speed of output.
final class WholeProgram {

  private static final int STEPS = 200;
  private static final int OUTPUT_MEGABYTES = 500;
  private static final int SECRETS = 100;

  private final Path launcher;
  private final Path folder;
  private final Appendable report;

  WholeProgram(Path launcher, Path folder, Appendable report) {
    this.launcher = launcher;
    this.folder = folder;
    this.report = report;
  }

  void startUp() throws IOException, InterruptedException {
    var hello = hello();
    var version =
        Measured.inTurn(15, command(List.of(launcher.toString(), "version"), folder), hello);
    line("berth version", version, "a bare JVM hello", "aim <= 2.5");
    var one = repository("one", "      - run: echo hello\n");
    var exec =
        Measured.inTurn(15, command(List.of(launcher.toString(), "exec", "--plain"), one), hello);
    line("berth exec of one echo", exec, "a bare JVM hello", "aim <= 2.5");
  }

  void steps() throws IOException, InterruptedException {
    var steps = new StringBuilder();
    var script = new StringBuilder();
    for (int i = 0; i < STEPS; i++) {
      steps.append("      - run: echo step ").append(i).append("\n        shell: bash\n");
      var file = folder.resolve("step-" + i + ".sh");
      Files.writeString(file, "echo step " + i + "\n");
      script.append("bash --noprofile --norc -e -o pipefail ").append(file).append('\n');
    }
    var repository = repository("steps", steps.toString());
    var all = folder.resolve("all.sh");
    Files.writeString(all, script);
    var one = repository("single", "      - run: echo step\n        shell: bash\n");
    var both =
        Measured.inTurn(
            5,
            command(List.of(launcher.toString(), "exec", "--plain"), repository),
            command(List.of("bash", all.toString()), folder));
    var start =
        Measured.inTurn(
            5,
            command(List.of(launcher.toString(), "exec", "--plain"), one),
            command(List.of("true"), folder));
    var perStep =
        (both.get(0).wallMillis() - start.get(0).wallMillis() - both.get(1).wallMillis()) / STEPS;
    report.append(
        String.format(
            Locale.ROOT,
            "%d steps: %.0f ms; the same scripts in one bash each: %.0f ms; overhead per step %.2f ms (aim <= 3)%n",
            STEPS,
            both.get(0).wallMillis(),
            both.get(1).wallMillis(),
            perStep));
  }

  void output() throws IOException, InterruptedException {
    var secrets = new StringBuilder();
    for (int i = 0; i < SECRETS; i++) {
      secrets
          .append("SECRET_")
          .append(i)
          .append("=s3cr3t-value-")
          .append(i * 7919L)
          .append("-end\n");
    }
    var secretFile = folder.resolve("secrets.txt");
    Files.writeString(secretFile, secrets);
    var line = "0123456789 abcdefghijklmnopqrstuvwxyz ABCDEFGHIJKLMNOPQRSTUVWXYZ some words 0123\n";
    var block = folder.resolve("block.txt");
    Files.writeString(block, line.repeat(1024 * 1024 / line.length()));
    var size = Files.size(block) * OUTPUT_MEGABYTES;
    var print = "for i in $(seq " + OUTPUT_MEGABYTES + "); do cat " + block + "; done";
    var repository = repository("output", "      - run: " + print + "\n");
    var copy = folder.resolve("copy.bin");
    var both =
        Measured.inTurn(
            3,
            command(
                List.of(
                    launcher.toString(), "exec", "--plain", "--secret-file", secretFile.toString()),
                repository),
            command(List.of("sh", "-c", "(" + print + ") | cat > " + copy), folder));
    report.append(
        String.format(
            Locale.ROOT,
            "%d MB in lines of %d bytes, %d secrets: %.0f MB/s (aim >= 250), %.0f MB resident (aim <= 256); `cat` to a file: %.0f MB/s%n",
            OUTPUT_MEGABYTES,
            line.length(),
            SECRETS,
            size / 1e3 / both.get(0).wallMillis(),
            both.get(0).peakMegabytes(),
            size / 1e3 / both.get(1).wallMillis()));
  }

  private void line(String what, List<Measured> both, String floor, String aim) throws IOException {
    report.append(
        String.format(
            Locale.ROOT,
            "%s: %.0f ms, %.0f MB resident; %s: %.0f ms, %.0f MB; ratio %.2f (%s)%n",
            what,
            both.get(0).wallMillis(),
            both.get(0).peakMegabytes(),
            floor,
            both.get(1).wallMillis(),
            both.get(1).peakMegabytes(),
            both.get(0).wallMillis() / both.get(1).wallMillis(),
            aim));
  }

  private Measured.Command hello() throws IOException, InterruptedException {
    var source = folder.resolve("Hello.java");
    Files.writeString(
        source,
        "class Hello { public static void main(String[] a) { System.out.println(\"hello\"); } }");
    var java = Path.of(System.getProperty("java.home"), "bin");
    var compiled =
        new ProcessBuilder(java.resolve("javac").toString(), source.toString())
            .directory(folder.toFile())
            .start()
            .waitFor();
    if (compiled != 0) {
      throw new IOException("the floor does not compile");
    }
    return command(
        List.of(
            java.resolve("java").toString(),
            "-XX:+UseSerialGC",
            "-XX:TieredStopAtLevel=1",
            "-cp",
            folder.toString(),
            "Hello"),
        folder);
  }

  private Path repository(String name, String steps) throws IOException {
    var repository = folder.resolve(name);
    var workflows = Files.createDirectories(repository.resolve(".github/workflows"));
    Files.writeString(
        workflows.resolve("bench.yml"),
        "on: push\njobs:\n  bench:\n    runs-on: ubuntu-latest\n    steps:\n" + steps);
    return repository;
  }

  private Measured.Command command(List<String> words, Path where) {
    List<String> command = new ArrayList<>(words);
    return new Measured.Command(
        command,
        Map.of(
            "XDG_STATE_HOME", folder.resolve("state").toString(),
            "XDG_CACHE_HOME", folder.resolve("cache").toString(),
            "JAVA_HOME", System.getProperty("java.home")),
        where);
  }
}
