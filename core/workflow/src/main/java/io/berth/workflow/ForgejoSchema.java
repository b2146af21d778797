// SPDX-License-Identifier: Apache-2.0
package io.berth.workflow;

/// What Forgejo reads differently from GitHub, in the format that [GitHubSchema] explains.
///
/// A definition replaces the one of the same name. `extend NAME` adds keys or, with `@`, contexts
/// and functions to one. `alias CONTEXT NAME...` lets names stand beside a context everywhere.
final class ForgejoSchema {

  static final String TEXT =
      """
      alias github forgejo forge gitea

      extend workflow
        enable-email-notifications boolean
      extend workflow-env
        @ env
      extend job-if
        @ secrets env
      extend step-if
        @ secrets
      extend container
        @ env
      extend call-with
        @ env
      extend calling-job
        runs-on runs-on
        container container
      extend container-mapping
        cmd texts
      extend service-mapping
        cmd texts
      fail-fast one-of
        | boolean text
      max-parallel one-of
        | number text
      job-number one-of
        @ github inputs vars needs strategy matrix
        | number text
      step-number one-of
        @ github inputs vars needs strategy matrix secrets steps job runner env hashFiles(1,255)
        | number text
      extend strategy
        fail-fast fail-fast
      extend uses-step
        uses! step-name
      """;

  private ForgejoSchema() {}
}
