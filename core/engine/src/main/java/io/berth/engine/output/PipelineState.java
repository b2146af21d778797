// SPDX-License-Identifier: Apache-2.0
package io.berth.engine.output;

import java.util.List;

/// What a pipeline remembers of the output that it has passed on. With it, another pipeline goes on
/// at [OutputPipeline#decided].
///
/// @param stopToken the word that ends the pause of commands, or empty if they are not paused
/// @param echo whether commands are shown
/// @param notices how many notices there were
/// @param warnings how many warnings there were
/// @param errors how many errors there were
/// @param masks what the step asked to keep secret, raw: to be stored only sealed
/// @param middle what was passed on of something that goes on
public record PipelineState(
    String stopToken,
    boolean echo,
    int notices,
    int warnings,
    int errors,
    List<String> masks,
    Middle middle) {

  /// Where between its lines, or its secrets, an output was cut.
  ///
  /// @param inLongLine whether a part of a line too long to be kept was passed on
  /// @param hidden how many of the bytes that come next belong to a secret that began before
  /// @param shown whether that secret has its mark in the line already
  public record Middle(boolean inLongLine, int hidden, boolean shown) {

    static final Middle NONE = new Middle(false, 0, false);
  }

  public PipelineState {
    masks = List.copyOf(masks);
  }

  /// Returns the state before the first byte.
  public static PipelineState initial(CommandRules rules) {
    return new PipelineState("", rules.debug(), 0, 0, 0, List.of(), Middle.NONE);
  }

  @Override
  public String toString() {
    return "PipelineState[echo=%s, paused=%s, %d masks]"
        .formatted(echo, !stopToken.isEmpty(), masks.size());
  }
}
