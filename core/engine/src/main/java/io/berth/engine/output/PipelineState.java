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
public record PipelineState(
    String stopToken, boolean echo, int notices, int warnings, int errors, List<String> masks) {

  public PipelineState {
    masks = List.copyOf(masks);
  }

  /// Returns the state before the first byte.
  public static PipelineState initial(CommandRules rules) {
    return new PipelineState("", rules.debug(), 0, 0, 0, List.of());
  }

  @Override
  public String toString() {
    return "PipelineState[echo=%s, paused=%s, %d masks]"
        .formatted(echo, !stopToken.isEmpty(), masks.size());
  }
}
