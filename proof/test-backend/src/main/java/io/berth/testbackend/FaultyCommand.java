// SPDX-License-Identifier: Apache-2.0
package io.berth.testbackend;

import io.berth.spi.ExecId;
import io.berth.spi.ExecSpec;
import io.berth.spi.Layout;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// What is started instead of what was asked for.
final class FaultyCommand {

  private FaultyCommand() {}

  static ExecSpec of(ExecSpec spec, FaultScript script, Layout layout) {
    List<String> command = new ArrayList<>(spec.command());
    Map<String, String> env = new LinkedHashMap<>(spec.env());
    if (script.has(Fault.VARIABLES_ADDED)) {
      env.put("TEST_BACKEND", "1");
    }
    if (script.has(Fault.ARGUMENTS_PARSED)) {
      command = List.of("sh", "-c", String.join(" ", command));
    }
    if (script.has(Fault.SECRETS_IN_ARGUMENTS)) {
      command = new ArrayList<>(List.of("sh", "-c", "n=$1; shift $((n+1)); \"$@\"", "sh"));
      command.add(Integer.toString(env.size()));
      for (Map.Entry<String, String> entry : env.entrySet()) {
        command.add(entry.getKey() + "=" + entry.getValue());
      }
      command.addAll(spec.command());
    }
    boolean elsewhere = script.has(Fault.FOLDER_IGNORED);
    @Nullable Duration limit = script.has(Fault.LIMIT_IGNORED) ? null : spec.limit();
    return new ExecSpec(
        spec.id(), command, env, elsewhere ? layout.paths().workspace() : spec.directory(), limit);
  }

  static ExecSpec under(ExecId id, ExecSpec spec) {
    return new ExecSpec(id, spec.command(), spec.env(), spec.directory(), spec.limit());
  }

  static ExecSpec nothing(ExecId id, Layout layout) {
    return new ExecSpec(id, List.of("true"), layout.env(), layout.paths().workspace(), null);
  }
}
