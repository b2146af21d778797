// SPDX-License-Identifier: Apache-2.0
package io.berth.model;

/// The closed list of ways Berth can fail. A code, once released, never changes its meaning.
public enum ErrorCode {
  WORKFLOW_INVALID(Blame.WORKFLOW, "B1001", "A workflow file breaks the rules of the language"),
  YAML_INVALID(Blame.WORKFLOW, "B1002", "A file is not readable as YAML"),
  EXPRESSION_INVALID(Blame.WORKFLOW, "B1003", "An expression cannot be parsed"),
  EXPRESSION_FAILED(Blame.WORKFLOW, "B1004", "An expression cannot be evaluated"),
  LIMIT_EXCEEDED(Blame.WORKFLOW, "B1005", "A workflow passes a limit on size or number"),
  WORKFLOW_NOT_FOUND(Blame.WORKFLOW, "B1006", "There is no workflow to run"),
  LAYER_UNSUPPORTED(Blame.WORKFLOW, "B1007", "A job needs a layer that its backend lacks"),
  ACTION_UNSERVED(Blame.WORKFLOW, "B1008", "A step asks for what Berth does not serve yet"),
  ACTION_NOT_FOUND(Blame.WORKFLOW, "B1009", "An action or its version cannot be found"),
  ACTION_INVALID(Blame.WORKFLOW, "B1010", "An action is not one that can be run"),
  CONTAINER_INVALID(Blame.WORKFLOW, "B1011", "What is asked of a container is not understood"),
  CONTAINER_REFUSED(Blame.WORKFLOW, "B1012", "What is asked of a container is not allowed"),
  USAGE(Blame.CONFIGURATION, "B2000", "A command line is not understood"),
  LABEL_UNKNOWN(Blame.CONFIGURATION, "B2001", "No backend serves a label"),
  CONFIGURATION_INVALID(Blame.CONFIGURATION, "B2002", "A configuration is not valid"),
  FILE_UNREADABLE(Blame.CONFIGURATION, "B2003", "A file that was named cannot be read"),
  ACTION_CHANGED(Blame.CONFIGURATION, "B2004", "An action is not the one that was locked"),
  BACKEND_UNAVAILABLE(Blame.ENVIRONMENT, "B3001", "A backend cannot place work now"),
  ENVIRONMENT_LOST(Blame.ENVIRONMENT, "B3003", "An environment disappeared while it was used"),
  EXECUTION_LOST(Blame.ENVIRONMENT, "B3004", "A command was lost, and its environment lives"),
  ENVIRONMENT_NOT_READY(Blame.ENVIRONMENT, "B3010", "An environment is not ready for this call"),
  ID_REUSED(Blame.ENVIRONMENT, "B3011", "An id names another environment already"),
  OWNER_STALE(Blame.ENVIRONMENT, "B3012", "An environment was taken over by a later Berth"),
  STORAGE_FULL(Blame.ENVIRONMENT, "B3020", "There is no room left for files"),
  STORAGE_FAILED(Blame.ENVIRONMENT, "B3021", "Files of a run cannot be read or written"),
  ACTION_UNAVAILABLE(Blame.ENVIRONMENT, "B3030", "The files of an action cannot be fetched"),
  SERVICES_UNAVAILABLE(Blame.ENVIRONMENT, "B3040", "The services for jobs cannot listen"),
  IMAGE_UNAVAILABLE(Blame.ENVIRONMENT, "B3050", "An image cannot be pulled"),
  BUG(Blame.BERTH, "B9001", "Berth has a defect");

  /// Who has to act.
  public enum Blame {
    /// The author of the workflow.
    WORKFLOW,
    /// Whoever configured Berth or typed the command.
    CONFIGURATION,
    /// Whoever runs the machines, networks and registries.
    ENVIRONMENT,
    /// The developers of Berth.
    BERTH
  }

  private final Blame blame;
  private final String id;
  private final String title;

  ErrorCode(Blame blame, String id, String title) {
    this.blame = blame;
    this.id = id;
    this.title = title;
  }

  /// Returns who has to act.
  public Blame blame() {
    return blame;
  }

  /// Returns the code that a user can search for and give to `berth explain`: `B` and four digits.
  public String id() {
    return id;
  }

  /// Returns one sentence without a full stop that says what all failures of this code have in
  /// common.
  public String title() {
    return title;
  }
}
