// SPDX-License-Identifier: Apache-2.0
package io.berth.engine;

/// Names one instance of a job within a run.
///
/// @param value the id of the job, with the segments of its matrix leg behind it (`test_linux_25`)
///     and the key of the calling job and `/` before it, if there is one (`release/test`)
public record JobKey(String value) {

  public JobKey {
    if (value.isBlank()) {
      throw new IllegalArgumentException("a job key is not blank");
    }
  }

  @Override
  public String toString() {
    return value;
  }
}
