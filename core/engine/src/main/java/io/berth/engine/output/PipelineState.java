// SPDX-License-Identifier: Apache-2.0
package io.berth.engine.output;

import io.berth.engine.matcher.MatcherFile;
import io.berth.engine.matcher.Matching;
import java.util.List;

/// What a pipeline remembers of the output that it has passed on. With it, another pipeline goes on
/// at [OutputPipeline#decided].
///
/// @param stopToken the word that ends the pause of commands, or empty if they are not paused
/// @param echo whether commands are shown
/// @param remarks how many remarks there were
/// @param matchers the problem matchers, the latest first, and what they remember
/// @param masks what the step asked to keep secret, raw: to be stored only sealed
/// @param middle what was passed on of something that goes on
public record PipelineState(
    String stopToken,
    boolean echo,
    Remarks remarks,
    List<Matching.State> matchers,
    List<String> masks,
    Middle middle) {

  /// How many remarks there were, kept or not.
  public record Remarks(int notices, int warnings, int errors) {

    static final Remarks NONE = new Remarks(0, 0, 0);
  }

  /// Where between its lines, or its secrets, an output was cut.
  ///
  /// @param inLongLine whether a part of a line too long to be kept was passed on
  /// @param hidden how many of the bytes that come next belong to a secret that began before
  /// @param shown whether that secret has its mark in the line already
  public record Middle(boolean inLongLine, int hidden, boolean shown) {

    static final Middle NONE = new Middle(false, 0, false);
  }

  public PipelineState {
    matchers = List.copyOf(matchers);
    masks = List.copyOf(masks);
  }

  /// Returns the state before the first byte.
  public static PipelineState initial(CommandRules rules) {
    return initial(rules, List.of());
  }

  /// Returns the state before the first byte.
  ///
  /// @param matchers the problem matchers of the job, the latest first
  public static PipelineState initial(CommandRules rules, List<MatcherFile.Definition> matchers) {
    List<Matching.State> fresh = matchers.stream().map(Matching.State::of).toList();
    return new PipelineState("", rules.debug(), Remarks.NONE, fresh, List.of(), Middle.NONE);
  }

  @Override
  public String toString() {
    return "PipelineState[echo=%s, paused=%s, %d matchers, %d masks]"
        .formatted(echo, !stopToken.isEmpty(), matchers.size(), masks.size());
  }
}
