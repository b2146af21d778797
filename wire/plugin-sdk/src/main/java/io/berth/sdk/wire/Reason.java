// SPDX-License-Identifier: Apache-2.0
package io.berth.sdk.wire;

import io.berth.model.ErrorCode;
import io.grpc.Status;
import java.util.List;

/// Why a call failed, as a machine matches it: the table of the protocol.
public enum Reason {
  BAD_ID(Status.Code.INVALID_ARGUMENT, Fault.RUNNER, ErrorCode.BUG),
  BAD_FIELD(Status.Code.INVALID_ARGUMENT, Fault.RUNNER, ErrorCode.BUG),
  BAD_ENTRY(Status.Code.INVALID_ARGUMENT, Fault.RUNNER, ErrorCode.STORAGE_FAILED),
  FRAME_ORDER(Status.Code.INVALID_ARGUMENT, Fault.RUNNER, ErrorCode.BUG),
  ENVIRONMENT_UNKNOWN(Status.Code.NOT_FOUND, Fault.RUNNER, ErrorCode.ENVIRONMENT_NOT_READY),
  EXECUTION_UNKNOWN(Status.Code.NOT_FOUND, Fault.RUNNER, ErrorCode.ENVIRONMENT_LOST),
  FILE_UNKNOWN(Status.Code.NOT_FOUND, Fault.WORKFLOW, ErrorCode.STORAGE_FAILED),
  IMAGE_UNKNOWN(Status.Code.NOT_FOUND, Fault.WORKFLOW, ErrorCode.BACKEND_UNAVAILABLE),
  ID_REUSED(Status.Code.ALREADY_EXISTS, Fault.RUNNER, ErrorCode.ID_REUSED),
  REGISTRY_DENIED(
      Status.Code.PERMISSION_DENIED, Fault.CONFIGURATION, ErrorCode.BACKEND_UNAVAILABLE),
  POLICY_DENIED(Status.Code.PERMISSION_DENIED, Fault.CONFIGURATION, ErrorCode.LAYER_UNSUPPORTED),
  BAD_TOKEN(Status.Code.UNAUTHENTICATED, Fault.CONFIGURATION, ErrorCode.BACKEND_UNAVAILABLE),
  VERSION_UNKNOWN(
      Status.Code.FAILED_PRECONDITION, Fault.CONFIGURATION, ErrorCode.BACKEND_UNAVAILABLE),
  FEATURE_UNKNOWN(
      Status.Code.FAILED_PRECONDITION, Fault.CONFIGURATION, ErrorCode.LAYER_UNSUPPORTED),
  SESSION_UNKNOWN(Status.Code.FAILED_PRECONDITION, Fault.RUNNER, ErrorCode.BACKEND_UNAVAILABLE),
  ENVIRONMENT_NOT_READY(
      Status.Code.FAILED_PRECONDITION, Fault.PLATFORM, ErrorCode.ENVIRONMENT_NOT_READY),
  STALE_OWNER(Status.Code.FAILED_PRECONDITION, Fault.RUNNER, ErrorCode.OWNER_STALE),
  PLAN_MISMATCH(Status.Code.FAILED_PRECONDITION, Fault.RUNNER, ErrorCode.BUG),
  UNSATISFIABLE(Status.Code.FAILED_PRECONDITION, Fault.WORKFLOW, ErrorCode.LAYER_UNSUPPORTED),
  CONFIGURATION_INVALID(
      Status.Code.FAILED_PRECONDITION, Fault.CONFIGURATION, ErrorCode.CONFIGURATION_INVALID),
  FILE_FAILED(Status.Code.FAILED_PRECONDITION, Fault.WORKFLOW, ErrorCode.STORAGE_FAILED),
  NO_CAPACITY(Status.Code.RESOURCE_EXHAUSTED, Fault.PLATFORM, ErrorCode.BACKEND_UNAVAILABLE),
  TOO_LARGE(Status.Code.RESOURCE_EXHAUSTED, Fault.RUNNER, ErrorCode.BUG),
  TOO_MANY_FILES(Status.Code.RESOURCE_EXHAUSTED, Fault.WORKFLOW, ErrorCode.STORAGE_FAILED),
  STORAGE_FULL(Status.Code.RESOURCE_EXHAUSTED, Fault.PLATFORM, ErrorCode.STORAGE_FULL),
  RATE_LIMIT(Status.Code.RESOURCE_EXHAUSTED, Fault.PLATFORM, ErrorCode.BACKEND_UNAVAILABLE),
  LAYER_UNSUPPORTED(Status.Code.UNIMPLEMENTED, Fault.WORKFLOW, ErrorCode.LAYER_UNSUPPORTED),
  METHOD(Status.Code.UNIMPLEMENTED, Fault.PLUGIN, ErrorCode.BACKEND_UNAVAILABLE),
  OUTPUT_FORGOTTEN(Status.Code.OUT_OF_RANGE, Fault.RUNNER, ErrorCode.ENVIRONMENT_LOST),
  COPY_DAMAGED(Status.Code.DATA_LOSS, Fault.PLATFORM, ErrorCode.STORAGE_FAILED),
  PLATFORM_DOWN(Status.Code.UNAVAILABLE, Fault.PLATFORM, ErrorCode.BACKEND_UNAVAILABLE),
  DRAINING(Status.Code.UNAVAILABLE, Fault.CONFIGURATION, ErrorCode.BACKEND_UNAVAILABLE),
  ENVIRONMENT_LOST(Status.Code.FAILED_PRECONDITION, Fault.PLATFORM, ErrorCode.ENVIRONMENT_LOST),
  PLUGIN_BUG(Status.Code.INTERNAL, Fault.PLUGIN, ErrorCode.BUG);

  /// Who has to act.
  public enum Fault {
    WORKFLOW,
    CONFIGURATION,
    PLATFORM,
    RUNNER,
    PLUGIN
  }

  private final Status.Code code;
  private final Fault fault;
  private final ErrorCode error;

  Reason(Status.Code code, Fault fault, ErrorCode error) {
    this.code = code;
    this.fault = fault;
    this.error = error;
  }

  /// Returns the code of the status that carries it.
  public Status.Code code() {
    return code;
  }

  /// Returns who has to act.
  public Fault fault() {
    return fault;
  }

  /// Returns what it is for a runner that is told nothing more exact.
  public ErrorCode error() {
    return error;
  }

  /// Returns the reason that tells a failure of the spi.
  public static Reason of(ErrorCode code) {
    for (Reason reason :
        List.of(
            LAYER_UNSUPPORTED, ENVIRONMENT_LOST, ENVIRONMENT_NOT_READY, ID_REUSED, STALE_OWNER)) {
      if (reason.error == code) {
        return reason;
      }
    }
    if (code == ErrorCode.STORAGE_FULL) {
      return STORAGE_FULL;
    }
    if (code == ErrorCode.STORAGE_FAILED) {
      return FILE_FAILED;
    }
    return switch (code.blame()) {
      case WORKFLOW -> UNSATISFIABLE;
      case CONFIGURATION -> CONFIGURATION_INVALID;
      case ENVIRONMENT -> NO_CAPACITY;
      case BERTH -> PLUGIN_BUG;
    };
  }
}
