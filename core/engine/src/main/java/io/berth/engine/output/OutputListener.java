// SPDX-License-Identifier: Apache-2.0
package io.berth.engine.output;

/// Receives what an [OutputPipeline] makes of the output of a step, in the order of the output, on
/// the thread that feeds the pipeline.
public interface OutputListener {

  /// Takes a piece of the masked log.
  ///
  /// @param bytes never changed after this call, so they may be kept; only `from` to `to` counts
  /// @param from the first byte
  /// @param to the position after the last byte, greater than `from`: whole lines, except that the
  ///     end of the output and a line longer than [OutputPipeline#LONGEST_LINE] come without line
  ///     feed
  void onLog(byte[] bytes, int from, int to);

  /// Takes what a workflow command asks for. Everything printed before the command was delivered.
  void onEffect(CommandEffect effect);
}
