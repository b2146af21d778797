// SPDX-License-Identifier: Apache-2.0
package io.berth.conformance;

import java.io.IOException;
import java.util.List;

/// Judges the rows of a suite.
public interface Suite {

  /// Runs the rows and says what came.
  ///
  /// @param name the name of the suite
  /// @param index where the data of the rows lies
  /// @param rows the rows of one kind, at least one
  SuiteResult run(String name, Index index, List<Index.Entry> rows)
      throws IOException, InterruptedException;
}
