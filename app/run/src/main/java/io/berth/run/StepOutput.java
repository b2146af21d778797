// SPDX-License-Identifier: Apache-2.0
package io.berth.run;

import io.berth.engine.StepKey;
import io.berth.engine.job.Action;
import io.berth.engine.output.CommandEffect;
import io.berth.engine.output.CommandRules;
import io.berth.engine.output.JobMatchers;
import io.berth.engine.output.Masker;
import io.berth.engine.output.OutputListener;
import io.berth.engine.output.OutputPipeline;
import io.berth.engine.output.PipelineState;
import io.berth.spi.Chunk;
import io.berth.spi.Environment;
import io.berth.spi.Execution;
import io.berth.workflow.Dialect;
import java.util.Map;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/// Carries the output of one step from its process to the log.
final class StepOutput implements OutputListener {

  private final StepKey step;
  private final Recorder recorder;
  private final Consumer<CommandEffect> asked;
  private @Nullable OutputPipeline source;

  /// @param step whose output
  /// @param recorder stores the masked log
  /// @param asked takes what commands in the output ask for
  StepOutput(StepKey step, Recorder recorder, Consumer<CommandEffect> asked) {
    this.step = step;
    this.recorder = recorder;
    this.asked = asked;
  }

  /// Returns a pipeline that ends here, for lines that no process printed.
  OutputPipeline pipeline(Masker masker, Dialect dialect) {
    CommandRules rules = CommandRules.of(dialect, Map.of(), false, "");
    return new OutputPipeline(masker, rules, PipelineState.initial(rules), this);
  }

  /// Returns a pipeline that ends here, for what a process prints.
  ///
  /// @param action starts the process; its variables decide what commands may do
  /// @param matchers what the steps of the job tell each other of problem matchers
  OutputPipeline pipeline(
      Masker masker,
      Dialect dialect,
      Action.RunProcess action,
      Environment environment,
      JobMatchers matchers) {
    Map<String, String> env = action.spec().env();
    boolean debug = env.getOrDefault("RUNNER_DEBUG", "").equals("1");
    CommandRules rules =
        CommandRules.of(dialect, env, debug, environment.layout().paths().workspace());
    return new OutputPipeline(
        masker,
        rules,
        new SeenFiles(environment),
        PipelineState.initial(rules, action.matchers()),
        matchers,
        this);
  }

  /// Reads a process to the end of its output.
  void pump(Execution execution, OutputPipeline pipeline) throws InterruptedException {
    source = pipeline;
    long position = 0;
    while (true) {
      Chunk chunk = execution.read(position, position);
      if (chunk.isEnd()) {
        break;
      }
      byte[] bytes = chunk.bytes();
      position = chunk.end();
      pipeline.accept(bytes, 0, bytes.length);
    }
    pipeline.finish();
  }

  @Override
  public void onLog(byte[] bytes, int from, int to) {
    recorder.log(step, bytes, from, to, source == null ? 0 : source.decided());
  }

  @Override
  public void onEffect(CommandEffect effect) {
    asked.accept(effect);
  }
}
