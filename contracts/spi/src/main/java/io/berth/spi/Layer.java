// SPDX-License-Identifier: Apache-2.0
package io.berth.spi;

/// What a job may need beyond commands and files.
public enum Layer {
  /// The container that the steps of a job run in: `container:`.
  JOB_CONTAINER("a job container"),
  /// A container that runs beside the steps: `services:`.
  SERVICE("service containers"),
  /// A container that one step runs in: `uses: docker://…` or a container action.
  STEP_CONTAINER("step containers"),
  /// An image that is built from a `Dockerfile` of an action.
  IMAGE_BUILD("image builds");

  /// How a backend provides a layer.
  public enum Realisation {
    /// Not at all; a plan that needs it is refused.
    UNSUPPORTED,
    /// When it is asked for, inside the environment.
    SEPARATE,
    /// Together with the environment, from the plan; asking for it later waits for it.
    AT_CREATE,
    /// It takes the place of the environment; only [Layer#JOB_CONTAINER] can.
    REPLACES_ENVIRONMENT,
    /// An [AccessDriver] does it through an access method of the environment.
    VIA_ACCESS
  }

  private final String words;

  Layer(String words) {
    this.words = words;
  }

  /// Returns what it is called in a message, in the form that fits after "needs".
  public String words() {
    return words;
  }
}
