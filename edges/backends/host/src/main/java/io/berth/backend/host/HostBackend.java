// SPDX-License-Identifier: Apache-2.0
package io.berth.backend.host;

import io.berth.kit.LiftedBackend;
import io.berth.kit.SmallBackend;
import io.berth.os.Launch;
import java.nio.file.Path;
import java.util.Map;

/// Places jobs on the machine that Berth runs on: every environment has a folder of its own below
/// the work folder and is otherwise not isolated at all.
///
/// Its environments live in this process, and end with it. A lease that runs out before ends an
/// environment only where somebody [sweeps][#sweep]. What an earlier process could not remove is
/// removed before the first is made.
public final class HostBackend extends LiftedBackend {

  /// @param workFolder where the folders of the environments are made; made when missing
  /// @param variables the environment of Berth itself, of which a few names are inherited
  public HostBackend(Path workFolder, Map<String, String> variables) {
    this(workFolder, variables, Surroundings.usual());
  }

  /// @param surroundings the time and threads to use
  public HostBackend(Path workFolder, Map<String, String> variables, Surroundings surroundings) {
    this(new HostPlaces(HostSettings.of(workFolder), variables), surroundings);
  }

  private HostBackend(SmallBackend places, Surroundings surroundings) {
    super(places, surroundings);
  }

  /// Returns one whose jobs outlive this process: an agent owns the executions of each environment
  /// and counts its lease. Any process that is given the same work folder finds them.
  public static HostBackend lasting(Path workFolder, Map<String, String> variables) {
    return of(HostSettings.of(workFolder).withLasting(true), variables);
  }

  static HostBackend of(HostSettings settings, Map<String, String> variables) {
    return new HostBackend(
        settings.lasting()
            ? new LastingPlaces(settings, variables)
            : new HostPlaces(settings, variables),
        Surroundings.usual());
  }

  /// Gets ready to start programs, on another thread, so that the first step starts sooner.
  public static void prepare() {
    Launch.prepare();
  }
}
