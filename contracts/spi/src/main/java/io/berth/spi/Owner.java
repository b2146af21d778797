// SPDX-License-Identifier: Apache-2.0
package io.berth.spi;

import java.util.Collections;
import java.util.Map;
import java.util.TreeMap;

/// Who an environment belongs to. Every platform keeps it beside what it made, so that nothing is
/// ever removed by its name alone.
///
/// @param runner the installation of Berth, the same after a restart
/// @param fence grows with every adoption; a call with a smaller one is refused
/// @param tags what it is for: `forge`, `repository`, `run`, `job`, `attempt`
public record Owner(String runner, long fence, Map<String, String> tags) {

  public Owner {
    tags = Collections.unmodifiableMap(new TreeMap<>(tags));
  }
}
