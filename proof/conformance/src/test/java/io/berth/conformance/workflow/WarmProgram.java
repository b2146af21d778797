// SPDX-License-Identifier: Apache-2.0
package io.berth.conformance.workflow;

import io.berth.cli.Called;
import io.berth.conformance.BerthProgram;
import io.berth.conformance.Program;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/// The program inside of this process, where it need not start for every run, with another backend
/// in place of the host.
record WarmProgram(Path state, String backend) implements Program {

  @Override
  public Ended run(Path folder, List<String> arguments) {
    Map<String, String> env = new HashMap<>(System.getenv());
    env.putAll(BerthProgram.variables(state));
    // A process that makes two runs at once must not look through one folder of runs for both.
    env.put("XDG_STATE_HOME", folder.resolveSibling(folder.getFileName() + "-state").toString());
    var words =
        arguments.stream().map(word -> word.equals("host") ? backend : word).toArray(String[]::new);
    var called = Called.with(folder, env, "", words);
    return new Ended(called.code(), called.out() + called.err());
  }
}
