// SPDX-License-Identifier: Apache-2.0
package io.berth.conformance.backend;

/// A promise that was not kept, in words that its author understands.
final class Broken extends RuntimeException {

  private static final long serialVersionUID = 1L;

  Broken(String problem) {
    super(problem);
  }
}
