// SPDX-License-Identifier: Apache-2.0
package io.berth.conformance.backend;

import io.berth.plugin.PluginConnect.Protocol;
import java.util.List;
import java.util.stream.Stream;

/// All cases, in the order in which they are tried: what others build on comes first.
final class Cases {

  private Cases() {}

  /// Returns those of a protocol. What its own do not try is told as such.
  static List<Case> of(Protocol protocol) {
    return switch (protocol) {
      case BERTH -> all();
      case FORGEJO_V1ALPHA -> AlphaCases.among(all());
    };
  }

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
            WireCases.CASES,
            SchemaCases.CASES,
            FrameCases.CASES,
            AccessCases.CASES,
            HostileCases.CASES,
            ManagedCases.CASES,
            DrainCases.CASES)
        .flatMap(List::stream)
        .toList();
  }
}
