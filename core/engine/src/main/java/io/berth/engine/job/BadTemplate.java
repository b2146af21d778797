// SPDX-License-Identifier: Apache-2.0
package io.berth.engine.job;

import io.berth.model.BerthError;
import io.berth.model.ErrorCode;
import io.berth.model.SourceSpan;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// A part of a workflow whose value cannot be computed. Never leaves this package.
final class BadTemplate extends RuntimeException {

  private static final long serialVersionUID = 1L;

  private final transient BerthError error;

  BadTemplate(BerthError error, @Nullable Throwable cause) {
    super(error.problem(), cause);
    this.error = error;
  }

  static BadTemplate at(SourceSpan where, String problem, @Nullable Throwable cause) {
    return new BadTemplate(
        new BerthError(ErrorCode.EXPRESSION_FAILED, problem, null, where, List.of()), cause);
  }

  BerthError error() {
    return error;
  }

  /// Returns it in the form in which a job log says it, place first.
  String line() {
    SourceSpan where = error.where();
    return where == null
        ? error.problem()
        : where.file()
            + " (Line: "
            + where.line()
            + ", Col: "
            + where.column()
            + "): "
            + error.problem();
  }
}
