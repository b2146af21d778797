// SPDX-License-Identifier: Apache-2.0
package io.berth.backend.docker.options;

import java.math.BigDecimal;
import java.util.Locale;

/// What an administrator can set the most of, below `limits`. Bytes, billionths of a processor, or
/// a count.
public enum Limit {
  /// Working memory; what a container has that asks for nothing.
  MEMORY("HostConfig.Memory"),
  /// Working memory and swap together; twice the memory where only that is limited.
  MEMORY_SWAP("HostConfig.MemorySwap"),
  /// Processors; what a container has that asks for nothing.
  CPUS("HostConfig.NanoCpus"),
  /// Weight among those that want the processor.
  CPU_SHARES(""),
  /// Weight among those that want the disk.
  BLKIO_WEIGHT(""),
  /// Processes and threads; what a container has that asks for nothing.
  PIDS("HostConfig.PidsLimit"),
  /// Graphics processors.
  GPUS(""),
  /// The file system of the container.
  STORAGE(""),
  /// One file system in memory; what one has that asks for no size.
  TMPFS(""),
  /// Shared memory.
  SHM("");

  private final String place;

  Limit(String place) {
    this.place = place;
  }

  /// Returns the name of the key in a configuration.
  public String key() {
    return name().toLowerCase(Locale.ROOT);
  }

  /// Returns where the limit itself goes if a container asks for nothing, empty if nowhere.
  String place() {
    return place;
  }

  /// Reads an amount as a person writes it.
  long read(String text) throws Malformed {
    return switch (this) {
      case CPUS -> Reading.processors(text);
      case MEMORY, MEMORY_SWAP, STORAGE, TMPFS, SHM -> Reading.size(text);
      case CPU_SHARES -> Reading.number(2, 262144).read(text);
      case BLKIO_WEIGHT -> Reading.number(10, 1000).read(text);
      case PIDS -> Reading.number(1, Integer.MAX_VALUE).read(text);
      case GPUS -> Reading.number(0, 1024).read(text);
    };
  }

  /// Returns the limit that holds where none is written, or -1 for none: the engine's own weights,
  /// and no graphics processor.
  long usual() {
    return switch (this) {
      case CPU_SHARES -> 1024;
      case BLKIO_WEIGHT -> 500;
      case GPUS -> 0;
      case MEMORY, MEMORY_SWAP, CPUS, PIDS, STORAGE, TMPFS, SHM -> -1;
    };
  }

  /// Returns an amount as a person writes it.
  String words(long amount) {
    return switch (this) {
      case CPUS -> new BigDecimal(amount).movePointLeft(9).stripTrailingZeros().toPlainString();
      case MEMORY, MEMORY_SWAP, STORAGE, TMPFS, SHM -> size(amount);
      case CPU_SHARES, BLKIO_WEIGHT, PIDS, GPUS -> Long.toString(amount);
    };
  }

  private static String size(long bytes) {
    String units = "bkmgtp";
    int unit = 0;
    long number = bytes;
    while (unit < units.length() - 1 && number >= 1024 && number % 1024 == 0) {
      number /= 1024;
      unit++;
    }
    return number + units.substring(unit, unit + 1);
  }
}
