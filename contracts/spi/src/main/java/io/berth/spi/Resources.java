// SPDX-License-Identifier: Apache-2.0
package io.berth.spi;

/// A size of machine, asked for or granted. Zero in a request means "whatever there is".
///
/// @param cpuMillis thousandths of a processor
/// @param memoryBytes working memory
/// @param diskBytes room for the workspace and what is installed
/// @param gpus graphics processors
public record Resources(long cpuMillis, long memoryBytes, long diskBytes, int gpus) {

  /// Nothing in particular.
  public static final Resources ANY = new Resources(0, 0, 0, 0);

  /// What is sized.
  public enum Kind {
    CPU,
    MEMORY,
    DISK,
    GPU
  }

  public Resources {
    if (cpuMillis < 0 || memoryBytes < 0 || diskBytes < 0 || gpus < 0) {
      throw new IllegalArgumentException("a size is negative");
    }
  }
}
