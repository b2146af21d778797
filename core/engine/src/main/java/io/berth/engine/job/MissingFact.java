// SPDX-License-Identifier: Apache-2.0
package io.berth.engine.job;

import io.berth.expressions.Fact;

/// An evaluation stopped because a fact has to be learned first. Never leaves this package.
final class MissingFact extends RuntimeException {

  private static final long serialVersionUID = 1L;

  private final transient Fact fact;

  MissingFact(Fact fact) {
    super(fact.kind(), null, false, false);
    this.fact = fact;
  }

  Fact fact() {
    return fact;
  }
}
