// SPDX-License-Identifier: Apache-2.0
package io.berth.engine.output;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.berth.workflow.Dialect;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// Every `*.in.txt` is the output of a step below a line with the rules (a dialect, `debug`,
/// `NAME=value`); `*.out.txt` is the log and the effects that it leads to. Rewrite them with
/// `-Dgolden.update`. The workspace of the step is the folder `files`.
class CommandsGoldenTest {

  private static final Path FOLDER =
      Path.of(System.getProperty("berth.root"), "core/engine/src/test/golden/commands");

  static List<String> cases() throws IOException {
    try (Stream<Path> files = Files.list(FOLDER)) {
      return files
          .map(file -> file.getFileName().toString())
          .filter(name -> name.endsWith(".in.txt"))
          .map(name -> name.substring(0, name.length() - ".in.txt".length()))
          .sorted()
          .toList();
    }
  }

  @ParameterizedTest
  @MethodSource("cases")
  void outputBecomesTheLogAndTheEffectsOfItsGoldenFile(String name) throws IOException {
    String input = Files.readString(FOLDER.resolve(name + ".in.txt"));
    int firstLine = input.indexOf('\n') + 1;
    CommandRules rules = rules(input.substring(0, firstLine).strip());
    var heard = new Heard();
    var masker = new Masker(List.of("known-secret"));
    var pipeline =
        new OutputPipeline(
            masker, rules, new Workspace(), PipelineState.initial(rules), new JobMatchers(), heard);
    byte[] output = input.substring(firstLine).getBytes(UTF_8);

    pipeline.accept(output, 0, output.length);
    pipeline.finish();

    var text = new StringBuilder(heard.text()).append("--- effects\n");
    heard.effects().forEach(effect -> text.append(effect).append('\n'));
    text.append("--- state\n").append(pipeline.state()).append('\n');
    check(FOLDER.resolve(name + ".out.txt"), text.toString());
  }

  private static final class Workspace implements WorkspaceFiles {
    @Override
    public String read(String path) throws IOException {
      if (!exists(path)) {
        throw new IOException("there is no such file");
      }
      return Files.readString(here(path));
    }

    @Override
    public boolean exists(String path) {
      return path.startsWith("/job/space/") && Files.isRegularFile(here(path));
    }

    private static Path here(String path) {
      return FOLDER.resolve("files").resolve(path.substring("/job/space/".length()));
    }
  }

  private static CommandRules rules(String line) {
    var env = new HashMap<String, String>();
    List<String> words = List.of(line.split(" "));
    for (String word : words) {
      int equals = word.indexOf('=');
      if (equals > 0) {
        env.put(word.substring(0, equals), word.substring(equals + 1));
      }
    }
    Dialect dialect = Dialect.valueOf(words.getFirst().toUpperCase(Locale.ROOT));
    return CommandRules.of(dialect, Map.copyOf(env), words.contains("debug"), "/job/space");
  }

  private static void check(Path golden, String text) throws IOException {
    if (System.getProperty("golden.update") != null) {
      Files.writeString(golden, text);
    }
    String expected = Files.exists(golden) ? Files.readString(golden) : "";
    assertThat(text).as("%s (rewrite it with -Dgolden.update)", golden).isEqualTo(expected);
  }
}
