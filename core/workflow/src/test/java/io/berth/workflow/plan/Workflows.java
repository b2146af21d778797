// SPDX-License-Identifier: Apache-2.0
package io.berth.workflow.plan;

import io.berth.workflow.Diagnostic;
import io.berth.workflow.Dialect;
import io.berth.workflow.Workflow;
import io.berth.workflow.WorkflowReader;
import java.nio.charset.StandardCharsets;

/// Reads workflows from texts in tests.
final class Workflows {

  static final String JOB = "jobs:\n  a:\n    runs-on: linux\n    steps: [{ run: 'true' }]\n";

  private Workflows() {}

  static Workflow of(String text) {
    return of("w.yml", text);
  }

  static Workflow of(String file, String text) {
    var reading = WorkflowReader.read(file, text.getBytes(StandardCharsets.UTF_8), Dialect.GITHUB);
    var workflow = reading.workflow();
    if (workflow == null) {
      throw new AssertionError(
          reading.diagnostics().stream().map(Diagnostic::error).toList().toString());
    }
    return workflow;
  }
}
