// SPDX-License-Identifier: Apache-2.0
package io.berth.sdk.tls;

/// On which curve a key is made.
public enum Curve {
  /// What Berth makes: every implementation of TLS knows it.
  P256("secp256r1"),
  /// What HashiCorp's go-plugin makes.
  P521("secp521r1");

  private final String standardName;

  Curve(String standardName) {
    this.standardName = standardName;
  }

  String standardName() {
    return standardName;
  }
}
