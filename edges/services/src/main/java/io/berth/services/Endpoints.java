// SPDX-License-Identifier: Apache-2.0
package io.berth.services;

import java.net.URI;

/// Where one job finds the services and what it shows them.
///
/// @param runtimeUrl `ACTIONS_RUNTIME_URL`; ends with a slash
/// @param cacheUrl `ACTIONS_CACHE_URL`; ends with a slash
/// @param resultsUrl `ACTIONS_RESULTS_URL`; ends with a slash
/// @param token `ACTIONS_RUNTIME_TOKEN`, a secret of this job, valid until the job is dismissed
public record Endpoints(URI runtimeUrl, URI cacheUrl, URI resultsUrl, String token) {

  /// Does not show the token.
  @Override
  public String toString() {
    return "Endpoints[" + resultsUrl + "]";
  }
}
