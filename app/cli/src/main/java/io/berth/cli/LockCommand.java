// SPDX-License-Identifier: Apache-2.0
package io.berth.cli;

import io.berth.run.ExecRequest;
import io.berth.run.LockedActions;
import picocli.CommandLine.ParseResult;

/// `berth lock`.
final class LockCommand implements Command {

  @Override
  public void declare(Options options) {
    options
        .value("DIR", "use the workflows of this folder (default: the current one)", "-C")
        .value(
            "PATH",
            "lock what this workflow file uses, or those of this folder",
            "-W",
            "--workflows")
        .value("FILE", "the file to write (default: berth.lock)", "--lock-file");
    ExecOptions.declareSources(options);
  }

  @Override
  public int run(ParseResult line, Invocation invocation) throws InterruptedException {
    ExecRequest request = ExecOptions.request(line, invocation, true);
    LockedActions.Written written =
        LockedActions.write(
            request.actions(),
            request.directory(),
            request.selection().workflows(),
            ExecOptions.surroundings(invocation, Folders.of(invocation).state(), null));
    var text = new StringBuilder();
    written.changes().forEach(change -> text.append(change).append('\n'));
    invocation.out().print(text);
    int count = written.after().entries().size();
    invocation
        .err()
        .line(written.file() + " locks " + count + (count == 1 ? " reference" : " references"));
    return 0;
  }
}
