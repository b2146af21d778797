// SPDX-License-Identifier: Apache-2.0
package io.berth.engine;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// Whole runs, each a workflow in `src/test/resources/runs` with the transcript that is expected
/// beside it. `-Dgolden.update` writes the transcripts anew.
class RunScenariosTest {

  private static final Path RUNS = Path.of("src/test/resources/runs");

  static List<Path> scenarios() throws IOException {
    try (Stream<Path> files = Files.list(RUNS)) {
      return files.filter(file -> file.toString().endsWith(".yml")).sorted().toList();
    }
  }

  @ParameterizedTest
  @MethodSource("scenarios")
  void theRunGoesAsItsTranscriptSays(Path file) throws IOException {
    var transcript = RunTranscript.of(RunScenario.of(file).run());

    var golden = Path.of(file.toString().replace(".yml", ".txt"));
    if (System.getProperty("golden.update") != null) {
      Files.writeString(golden, transcript);
    }
    assertThat(transcript).isEqualTo(Files.readString(golden));
  }

  @ParameterizedTest
  @MethodSource("scenarios")
  void theEventsAloneMakeTheStateAgain(Path file) {
    var scenario = RunScenario.of(file);
    var run = scenario.run();

    var folded = RunState.of(run.state().inputs());
    for (Event event : run.events()) {
      folded = folded.apply(event);
    }

    assertThat(folded).isEqualTo(run.state());
  }

  @ParameterizedTest
  @MethodSource("scenarios")
  void cancelledAtAnyPointEveryJobEndsAndNothingStartsThatDidNotAskForIt(Path file) {
    var scenario = RunScenario.of(file);
    int length = scenario.run(-1).events().size();

    for (int point = 1; point < length; point++) {
      var run = scenario.run(point);

      assertThat(run.state().result()).as("cancelled after %d events", point).isPresent();
      new CancelledRun(run.events(), point).check();
    }
  }

  @ParameterizedTest
  @MethodSource("scenarios")
  void whatNextReturnsDoesNotDependOnHowOftenItIsAsked(Path file) {
    var run = RunScenario.of(file).run();
    var state = RunState.of(run.state().inputs());
    for (Event event : run.events()) {
      assertThat(state.next()).isEqualTo(RunDecisions.actions(state));
      state = state.apply(event);
    }
  }
}
