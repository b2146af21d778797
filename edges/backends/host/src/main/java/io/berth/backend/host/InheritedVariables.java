// SPDX-License-Identifier: Apache-2.0
package io.berth.backend.host;

import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/// The variables of Berth that a job on this machine sees: those that describe the machine and its
/// network, none that could carry a secret of Berth.
final class InheritedVariables {

  private static final List<String> NAMES =
      List.of(
          "PATH",
          "HOME",
          "USER",
          "LANG",
          "TZ",
          "BERTH_NODE",
          "ImageOS",
          "HTTP_PROXY",
          "HTTPS_PROXY",
          "NO_PROXY",
          "ALL_PROXY",
          "http_proxy",
          "https_proxy",
          "no_proxy",
          "all_proxy");

  private InheritedVariables() {}

  /// Returns the inherited part of `variables`. There is always a `PATH` and a `HOME`.
  static Map<String, String> of(Map<String, String> variables) {
    Map<String, String> inherited = new TreeMap<>();
    for (Map.Entry<String, String> variable : variables.entrySet()) {
      String name = variable.getKey();
      if (name.startsWith("LC_") || NAMES.contains(name)) {
        inherited.put(name, variable.getValue());
      }
    }
    inherited.putIfAbsent("PATH", "/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin");
    inherited.putIfAbsent("HOME", System.getProperty("user.home"));
    return inherited;
  }
}
