// SPDX-License-Identifier: Apache-2.0
package io.berth.backend.host;

import io.berth.model.BerthError;
import io.berth.model.BerthException;
import io.berth.model.ErrorCode;
import io.berth.spi.Backend;
import io.berth.spi.BackendFactory;
import io.berth.spi.Setting;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/// Makes the backend of this machine. Its settings are `work-folder` and `recovery`: `none`, or
/// `exec` where jobs are to outlive the process that began them.
public final class HostBackendFactory implements BackendFactory {

  /// The name of this kind.
  public static final String ID = "host";

  private static final String WORK_FOLDER = "work-folder";
  private static final String RECOVERY = "recovery";

  private final Path workFolder;
  private final Map<String, String> variables;

  /// @param workFolder where environments are made unless the configuration says otherwise
  /// @param variables the environment of Berth itself
  public HostBackendFactory(Path workFolder, Map<String, String> variables) {
    this.workFolder = workFolder;
    this.variables = Map.copyOf(variables);
  }

  @Override
  public String id() {
    return ID;
  }

  @Override
  public Backend create(Setting.Section configuration) {
    Path chosen = workFolder;
    List<BerthError> errors = new ArrayList<>();
    boolean lasting = false;
    for (Map.Entry<String, Setting> entry : configuration.entries().entrySet()) {
      if (entry.getKey().equals(RECOVERY)) {
        if (entry.getValue() instanceof Setting.Text(String grade)
            && (grade.equals("none") || grade.equals("exec"))) {
          lasting = grade.equals("exec");
        } else {
          errors.add(error("`recovery` is neither `none` nor `exec`", "write one of the two"));
        }
      } else if (!entry.getKey().equals(WORK_FOLDER)) {
        errors.add(error("`" + entry.getKey() + "` is not a key of backend `host`", "remove it"));
      } else if (entry.getValue() instanceof Setting.Text text && text.value().startsWith("/")) {
        chosen = Path.of(text.value());
      } else {
        errors.add(error("`work-folder` is not an absolute path", "write it as `/path`"));
      }
    }
    if (!errors.isEmpty()) {
      throw new BerthException(errors, null);
    }
    return lasting ? HostBackend.lasting(chosen, variables) : new HostBackend(chosen, variables);
  }

  private static BerthError error(String problem, String remedy) {
    return BerthError.of(ErrorCode.CONFIGURATION_INVALID, problem, remedy);
  }
}
