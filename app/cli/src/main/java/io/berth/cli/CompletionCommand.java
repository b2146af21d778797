// SPDX-License-Identifier: Apache-2.0
package io.berth.cli;

import io.berth.model.BerthError;
import io.berth.model.BerthException;
import io.berth.model.ErrorCode;
import java.util.List;
import picocli.CommandLine.ParseResult;

/// `berth completion`.
final class CompletionCommand implements Command {

  @Override
  public void declare(Options options) {
    options.parameter("1", "SHELL", "`bash`, `zsh` or `fish`");
  }

  @Override
  public int run(ParseResult line, Invocation invocation) {
    String shell = line.matchedPositionalValue(0, "");
    String script =
        switch (shell) {
          case "bash" -> Completion.bash();
          case "zsh" -> Completion.zsh();
          case "fish" -> Completion.fish();
          default ->
              throw new BerthException(
                  new BerthError(
                      ErrorCode.USAGE,
                      "there is no completion for the shell `" + shell + "`",
                      "ask for `bash`, `zsh` or `fish`",
                      null,
                      NearMiss.of(shell, List.of("bash", "zsh", "fish"))));
        };
    invocation.out().print(script);
    return 0;
  }
}
