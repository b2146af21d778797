// SPDX-License-Identifier: Apache-2.0
package io.berth.backend.host;

import io.berth.model.BerthError;
import io.berth.model.BerthException;
import io.berth.model.ErrorCode;
import io.berth.spi.Backend;
import io.berth.spi.Environment;
import io.berth.spi.EnvironmentRequest;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;

/// Places jobs on the machine that Berth runs on: every environment has a folder of its own below
/// the work folder and is otherwise not isolated at all.
public final class HostBackend implements Backend {

  private final Path workFolder;
  private final Map<String, String> variables;
  private final Map<String, HostEnvironment> environments = new ConcurrentHashMap<>();

  /// @param workFolder where the folders of the environments are made; made when missing
  /// @param variables the environment of Berth itself, of which a few names are inherited
  public HostBackend(Path workFolder, Map<String, String> variables) {
    this.workFolder = workFolder.toAbsolutePath().normalize();
    this.variables = InheritedVariables.of(variables);
  }

  @Override
  public Environment create(EnvironmentRequest request) {
    return environments.computeIfAbsent(request.id(), id -> make(request));
  }

  private HostEnvironment make(EnvironmentRequest request) {
    try {
      HostFolders folders = HostFolders.make(workFolder, request.id(), request.plan().name());
      return new HostEnvironment(folders, variables, "berth_" + UUID.randomUUID());
    } catch (IOException e) {
      throw new BerthException(
          BerthError.of(
              ErrorCode.STORAGE_FAILED,
              "the folders of a job cannot be made below `" + workFolder + "`: " + e,
              "make it writable or choose another work folder"),
          e);
    }
  }
}
