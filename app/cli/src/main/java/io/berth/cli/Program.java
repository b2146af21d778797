// SPDX-License-Identifier: Apache-2.0
package io.berth.cli;

import io.berth.model.BerthError;
import io.berth.model.BerthException;
import io.berth.model.ErrorCode;
import java.util.Arrays;
import java.util.List;
import picocli.CommandLine;
import picocli.CommandLine.ParseResult;

/// Finds the command, reads its line, runs it, and turns whatever goes wrong into text and an exit
/// code.
final class Program {

  static final int USAGE = 2;
  static final int COULD_NOT = 3;
  static final int INTERRUPTED = 130;

  private Program() {}

  static int run(String[] arguments, Invocation invocation) {
    try {
      return dispatch(arguments, invocation);
    } catch (BerthException e) {
      return report(e.errors(), invocation);
    } catch (Output.Closed e) {
      return COULD_NOT;
    } catch (InterruptedException e) {
      return INTERRUPTED;
    }
  }

  private static int dispatch(String[] arguments, Invocation invocation)
      throws InterruptedException {
    CommandName name = CommandName.of(arguments[0]);
    if (name == null) {
      throw new BerthException(
          BerthError.of(ErrorCode.USAGE, "`" + arguments[0] + "` is not a command", null));
    }
    Command command = name.create();
    var options = new Options();
    command.declare(options);
    var parser = new CommandLine(options.spec());
    ParseResult line = parser.parseArgs(Arrays.copyOfRange(arguments, 1, arguments.length));
    return command.run(line, invocation);
  }

  private static int report(List<BerthError> errors, Invocation invocation) {
    for (BerthError error : errors) {
      invocation.err().line("error[" + error.code().id() + "]: " + error.problem());
    }
    return USAGE;
  }
}
