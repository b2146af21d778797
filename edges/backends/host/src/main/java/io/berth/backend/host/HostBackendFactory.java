// SPDX-License-Identifier: Apache-2.0
package io.berth.backend.host;

import io.berth.spi.Backend;
import io.berth.spi.BackendFactory;
import io.berth.spi.Setting;
import java.nio.file.Path;
import java.util.Map;

/// Makes the backend of this machine. Its settings are `work-folder`, `longest-lease` and
/// `recovery`: `none`, or `exec` where jobs are to outlive the process that began them.
public final class HostBackendFactory implements BackendFactory {

  /// The name of this kind.
  public static final String ID = "host";

  private final HostSettings usual;
  private final Map<String, String> variables;

  /// Makes one whose jobs end with this process unless the configuration says otherwise.
  ///
  /// @param workFolder where environments are made unless the configuration says otherwise
  /// @param variables the environment of Berth itself
  public HostBackendFactory(Path workFolder, Map<String, String> variables) {
    this(HostSettings.of(workFolder), variables);
  }

  private HostBackendFactory(HostSettings usual, Map<String, String> variables) {
    this.usual = usual;
    this.variables = Map.copyOf(variables);
  }

  /// Returns one whose jobs outlive this process unless the configuration says otherwise.
  public static HostBackendFactory lasting(Path workFolder, Map<String, String> variables) {
    return new HostBackendFactory(HostSettings.of(workFolder).withLasting(true), variables);
  }

  @Override
  public String id() {
    return ID;
  }

  @Override
  public Backend create(Setting.Section configuration) {
    return HostBackend.of(usual.with(configuration), variables);
  }
}
