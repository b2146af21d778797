// SPDX-License-Identifier: Apache-2.0
package io.berth.backend.host;

import io.berth.kit.Marks;
import io.berth.kit.Place;
import io.berth.kit.SmallBackend;
import io.berth.model.BerthError;
import io.berth.model.BerthException;
import io.berth.model.ErrorCode;
import io.berth.os.PseudoTerminal;
import io.berth.spi.Capabilities;
import io.berth.spi.EnvironmentRequest;
import io.berth.spi.LabelConfiguration;
import io.berth.spi.LabelVerdict;
import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.locks.ReentrantLock;

/// Folders of this machine in which jobs run.
final class HostPlaces implements SmallBackend {

  private final Path workFolder;
  private final Map<String, String> variables;
  private final Capabilities capabilities;
  private final ReentrantLock sweeping = new ReentrantLock();
  private boolean swept;

  HostPlaces(HostSettings settings, Map<String, String> variables) {
    this.workFolder = settings.workFolder();
    this.variables = InheritedVariables.of(variables);
    this.capabilities = HostCapabilities.of(settings);
  }

  @Override
  public String name() {
    return HostBackendFactory.ID;
  }

  @Override
  public Capabilities capabilities() {
    return capabilities;
  }

  @Override
  public boolean hasTerminals() {
    return PseudoTerminal.isSupported();
  }

  @Override
  public boolean makesAtOnce() {
    return true;
  }

  @Override
  public List<LabelVerdict> validateLabels(List<LabelConfiguration> labels) {
    List<LabelVerdict> verdicts = new ArrayList<>();
    for (LabelConfiguration label : labels) {
      verdicts.add(HostLabels.verdict(label, capabilities));
    }
    return verdicts;
  }

  @Override
  public Place make(EnvironmentRequest request, Marks marks) {
    sweepOnce();
    try {
      HostFolders folders = HostFolders.make(workFolder, request.id(), request.plan().name());
      return new HostPlace(request.id(), folders, variables);
    } catch (IOException e) {
      throw new BerthException(
          BerthError.of(
              ErrorCode.STORAGE_FAILED,
              "the folders of a job cannot be made below `" + workFolder + "`: " + reason(e),
              "make it writable, or name another place in XDG_CACHE_HOME"),
          e);
    }
  }

  private void sweepOnce() {
    sweeping.lock();
    try {
      if (!swept) {
        swept = true;
        Leftovers.sweep(workFolder);
      }
    } finally {
      sweeping.unlock();
    }
  }

  static String reason(IOException e) {
    return switch (e) {
      case AccessDeniedException denied -> "permission denied for `" + denied.getFile() + "`";
      case NoSuchFileException missing -> "there is no `" + missing.getFile() + "`";
      case FileAlreadyExistsException there -> "`" + there.getFile() + "` is there already";
      default -> String.valueOf(e.getMessage());
    };
  }
}
