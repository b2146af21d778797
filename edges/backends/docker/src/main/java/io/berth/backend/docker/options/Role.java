// SPDX-License-Identifier: Apache-2.0
package io.berth.backend.docker.options;

/// What a container is in its job.
public enum Role {
  /// The steps run in it, and Berth decides what else does.
  JOB,
  /// It runs beside the steps.
  SERVICE,
  /// It is one step.
  STEP
}
