// SPDX-License-Identifier: Apache-2.0
package io.berth.conformance;

import java.util.List;

/// What a suite came to.
///
/// @param name the suite
/// @param passed how many rows or cases did what the data expects
/// @param failures those that did not
/// @param skipped those that need something which cannot be had on this machine
public record SuiteResult(String name, int passed, List<Row> failures, List<Row> skipped) {

  public SuiteResult {
    failures = List.copyOf(failures);
    skipped = List.copyOf(skipped);
  }

  /// A row that did not pass.
  ///
  /// @param path the path of its data below the folder of the suite, and the case within it if the
  ///     file has several
  /// @param reason what was expected and what came, or what is missing, on one line
  public record Row(String path, String reason) {}
}
