// SPDX-License-Identifier: Apache-2.0
package io.berth.conformance.backend;

import java.util.List;
import java.util.stream.Stream;

/// All cases, in the order in which they are tried: what others build on comes first.
final class Cases {

  private Cases() {}

  static List<Case> all() {
    return Stream.of(
            IdentityCases.CASES,
            LabelCases.CASES,
            EnvironmentCases.CASES,
            LeaseCases.CASES,
            ExecutionCases.CASES,
            OutputCases.CASES,
            EndingCases.CASES,
            FileCases.CASES,
            CopyCases.CASES,
            LayerCases.CASES,
            RecoveryCases.CASES,
            SecurityCases.CASES,
            WireCases.CASES)
        .flatMap(List::stream)
        .toList();
  }
}
