// SPDX-License-Identifier: Apache-2.0
package io.berth.workflow;

/// What Gitea reads differently from GitHub, in the format that [ForgejoSchema] explains.
final class GiteaSchema {

  static final String TEXT =
      """
      alias github gitea

      extend workflow-env
        @ env
      extend job-if
        @ secrets env
      extend step-if
        @ secrets
      extend uses-step
        uses! step-name
      """;

  private GiteaSchema() {}
}
