// SPDX-License-Identifier: Apache-2.0
package io.berth.e2e.chaos;

import static org.assertj.core.api.Assertions.assertThat;

import io.berth.e2e.Until;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.Executors;
import java.util.concurrent.Semaphore;
import java.util.random.RandomGenerator;
import java.util.random.RandomGeneratorFactory;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

/// A workflow of twenty steps comes to the same whatever happens to its plugin at a moment that a
/// seed chooses, or fails with its reason; and nothing is left of it.
///
/// `-Dberth.chaos.seed=N` takes one seed, `-Dberth.soak=true` two hundred.
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class ChaosIT {

  private static final Path WORKFLOW =
      Path.of(System.getProperty("berth.root"), "proof/e2e/src/test/resources/chaos.yml");

  private static final List<Trouble> TROUBLES = List.of(Trouble.values());

  /// A run that only waits for the end of its lease does not count.
  private final Semaphore turns = new Semaphore(4);

  /// The lease, what of it the warden needs to end all, and what a busy machine adds.
  private static final Duration GONE = Duration.ofSeconds(70);

  private final Map<Integer, Object> failures = new ConcurrentSkipListMap<>();
  private @Nullable Told control;
  private int rows;

  @BeforeAll
  void runAll(@TempDir Path folder) throws Exception {
    try (var run = new ChaosRun(Files.createDirectory(folder.resolve("c")), true, WORKFLOW)) {
      var ended = run.run(null, 0, RandomGenerator.getDefault());
      assertThat(ended.exit()).as(ended.errors()).isZero();
      control = ended.told();
      rows = ended.rows();
    }
    assertThat(control.steps()).hasSize(22);
    try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
      seeds().forEach(seed -> threads.execute(() -> attempt(seed, folder.resolve("s" + seed))));
    }
  }

  private static IntStream seeds() {
    Integer one = Integer.getInteger("berth.chaos.seed");
    return one != null
        ? IntStream.of(one)
        : IntStream.range(0, Boolean.getBoolean("berth.soak") ? 200 : 20);
  }

  private static Trouble trouble(int seed) {
    return TROUBLES.get(seed % TROUBLES.size());
  }

  private void attempt(int seed, Path folder) {
    try (var run =
        new ChaosRun(Files.createDirectory(folder), trouble(seed).isManaged(), WORKFLOW)) {
      check(seed, run);
    } catch (IOException | InterruptedException | RuntimeException | Error e) {
      failures.put(seed, e);
    }
  }

  private void check(int seed, ChaosRun run) throws IOException, InterruptedException {
    RandomGenerator random = RandomGeneratorFactory.of("L64X128MixRandom").create(seed);
    var trouble = trouble(seed);
    int moment = random.nextInt(rows);
    turns.acquire();
    ChaosRun.Ended ended;
    try {
      ended = run.run(trouble, moment, random);
    } finally {
      turns.release();
    }
    String about =
        "after "
            + moment
            + " of "
            + rows
            + " rows: "
            + ended.told().errors()
            + "\n"
            + ended.errors();
    switch (trouble.end()) {
      case GOES_ON -> goesOn(ended, about);
      case FAILS -> fails(ended, about);
      case IS_LOST -> assertThat(run.runs()).as(about).matches("(?s)(.* (lost|success) .*)?");
    }
    if (trouble == Trouble.SERVER_STOPPED || trouble == Trouble.RUNNER_KILLED) {
      run.killPlugin();
    }
    try {
      Until.holds(GONE, () -> run.traces().processes().isEmpty());
    } catch (AssertionError e) {
      throw new AssertionError("left: " + run.traces().left() + " " + about, e);
    }
    if (!run.traces().folders().isEmpty()) {
      assertThat(run.again().exit()).as(about).isZero();
      assertThat(run.traces().left()).as(about).isEmpty();
    }
  }

  private void goesOn(ChaosRun.Ended ended, String about) {
    if (ended.begun() || ended.exit() == 0) {
      assertThat(ended.exit()).as(about).isZero();
      assertThat(Objects.requireNonNull(control).difference(ended.told())).as(about).isEmpty();
    } else {
      fails(ended, about);
    }
  }

  private static void fails(ChaosRun.Ended ended, String about) {
    assertThat(ended.exit()).as(about).isEqualTo(3);
    assertThat(ended.told().errors() + ended.errors()).as(about).contains("B300");
  }

  @TestFactory
  Stream<DynamicTest> aRunComesToItsEndAndNothingIsLeft() {
    return seeds()
        .mapToObj(
            seed ->
                DynamicTest.dynamicTest(
                    "seed " + seed + ": " + trouble(seed),
                    () -> {
                      if (failures.get(seed) instanceof Throwable failure) {
                        throw new AssertionError(
                            "-Dberth.chaos.seed=" + seed + " shows it again", failure);
                      }
                    }));
  }
}
