// SPDX-License-Identifier: Apache-2.0
package io.berth.kit;

import io.berth.spi.Capabilities;
import io.berth.spi.EnvironmentRequest;
import io.berth.spi.LabelConfiguration;
import io.berth.spi.LabelVerdict;
import java.io.IOException;
import java.util.List;

/// What is left to the author of a backend. [LiftedBackend] makes a [io.berth.spi.Backend] of it.
///
/// ## What an implementation may rely on
///
/// - [#make] is called once for an id at a time, and only with plans that the capabilities cover.
/// - Whatever [#make] returned is removed: at the end of its job, of its lease or of its creation,
///   whichever comes first.
public interface SmallBackend {

  /// Returns what the administrator calls it; it stands in messages.
  String name();

  /// Returns what is true of its places. What is missing here is refused before a place sees it.
  Capabilities capabilities();

  /// Says what each label means, in the same order.
  List<LabelVerdict> validateLabels(List<LabelConfiguration> labels);

  /// Returns whether its places are [Terminals].
  default boolean hasTerminals() {
    return false;
  }

  /// Returns whether [#make] is a matter of moments. Then it is called on the thread of whoever
  /// wants the environment, otherwise on one of its own, whose interruption asks it to give up.
  default boolean makesAtOnce() {
    return false;
  }

  /// Makes a place and returns it when commands can run in it. A failure MUST leave nothing behind.
  ///
  /// @param request what is wanted
  /// @param marks what to write on the platform beside all that is made, so that it is found again
  /// @throws IOException if the platform failed; its message goes to the job's log
  /// @throws InterruptedException if the environment was removed meanwhile
  Place make(EnvironmentRequest request, Marks marks) throws IOException, InterruptedException;

  /// Returns all places on the platform that carry whole marks, whoever made them. It is asked
  /// once, before anything else is made or told, so it finds what earlier processes left.
  ///
  /// With [Capabilities.Recovery#NONE] it is not asked.
  default List<Found> found() throws IOException {
    return List.of();
  }

  /// Ends what it does on the side and lets go of its connections. Places stay.
  default void close() {}

  /// A place that an earlier process made.
  ///
  /// @param marks as they stand on the platform
  /// @param place used again with [Capabilities.Recovery#ENVIRONMENT], otherwise only removed
  record Found(Marks marks, Place place) {}
}
