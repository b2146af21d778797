// SPDX-License-Identifier: Apache-2.0
package io.berth.engine.job;

import io.berth.expressions.ExpressionException;
import io.berth.model.BerthError;
import io.berth.model.ErrorCode;
import io.berth.model.SourceSpan;
import io.berth.workflow.Template;
import java.util.List;

/// A part of a workflow whose value cannot be computed. Never leaves this package.
final class BadTemplate extends RuntimeException {

  private static final long serialVersionUID = 1L;

  private final transient SourceSpan where;

  BadTemplate(Template place, String problem) {
    super(problem);
    this.where = place.span();
  }

  BadTemplate(SourceSpan where, ExpressionException cause) {
    super(cause.getMessage(), cause);
    this.where = where;
  }

  /// Returns it in the form in which a job log says it, place first.
  String line() {
    return where.file()
        + " (Line: "
        + where.line()
        + ", Col: "
        + where.column()
        + "): "
        + getMessage();
  }

  BerthError error() {
    return new BerthError(
        ErrorCode.EXPRESSION_FAILED, String.valueOf(getMessage()), null, where, List.of());
  }
}
