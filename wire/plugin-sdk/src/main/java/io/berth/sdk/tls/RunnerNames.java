// SPDX-License-Identifier: Apache-2.0
package io.berth.sdk.tls;

import java.security.cert.CertificateParsingException;
import java.security.cert.X509Certificate;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/// The runners that a certificate may speak for: each is a URI among its alternative names,
/// `urn:berth:runner:ID`.
public final class RunnerNames {

  /// What stands before the id of a runner.
  public static final String PREFIX = "urn:berth:runner:";

  private static final int URI = 6;

  private RunnerNames() {}

  /// Returns the ids of the runners, none if it names none.
  public static Set<String> of(X509Certificate certificate) {
    Set<String> runners = new HashSet<>();
    try {
      var names = certificate.getSubjectAlternativeNames();
      if (names != null) {
        for (List<?> name : names) {
          if (Integer.valueOf(URI).equals(name.get(0))
              && name.get(1) instanceof String uri
              && uri.startsWith(PREFIX)) {
            runners.add(uri.substring(PREFIX.length()));
          }
        }
      }
    } catch (CertificateParsingException e) {
      return Set.of();
    }
    return Set.copyOf(runners);
  }
}
