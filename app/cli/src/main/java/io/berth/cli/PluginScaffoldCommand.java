// SPDX-License-Identifier: Apache-2.0
package io.berth.cli;

import io.berth.model.BerthError;
import io.berth.model.BerthException;
import io.berth.model.ErrorCode;
import io.berth.model.StorageFailure;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import picocli.CommandLine.ParseResult;

/// `berth plugin scaffold`: a small working plugin to start from.
final class PluginScaffoldCommand implements Command {

  private static final String NAME = "[a-z][a-z0-9-]{0,40}";

  @Override
  public void declare(Options options) {
    options
        .parameter("1", "NAME", "what the backend is called: small letters, digits and `-`")
        .value("LANGUAGE", "python, go, java or rust", "--language")
        .value("DIR", "where to make it (default: berth-backend-NAME)", "-C");
  }

  @Override
  public int run(ParseResult line, Invocation invocation) {
    String name = line.matchedPositionalValue(0, "");
    if (!name.matches(NAME)) {
      throw usage(
          "`" + name + "` cannot be the name of a backend",
          "use small letters, digits and `-`, at most 41");
    }
    String word = line.matchedOptionValue("--language", "");
    PluginTemplate template = PluginTemplate.of(word);
    if (template == null) {
      throw usage(
          word.isEmpty() ? "the language is missing" : "there is no template in `" + word + "`",
          "give --language " + String.join(" or ", PluginTemplate.words()));
    }
    String program = "berth-backend-" + name;
    Path folder = invocation.directory().resolve(line.matchedOptionValue("-C", program));
    if (Files.exists(folder)) {
      throw usage("`" + folder + "` is there already", "choose another name, or remove it");
    }
    try {
      template.write(folder, program);
    } catch (IOException e) {
      throw new BerthException(
          BerthError.of(
              StorageFailure.code(e),
              "`" + folder + "` cannot be written: " + e.getMessage(),
              "make room for it, or choose another place with -C"),
          e);
    }
    for (String row :
        List.of(
            "made " + folder,
            "next:  cd " + folder + " && ./build",
            "       berth exec --backend plugin:" + folder.resolve(program))) {
      invocation.out().line(row);
    }
    return 0;
  }

  private static BerthException usage(String problem, String remedy) {
    return new BerthException(BerthError.of(ErrorCode.USAGE, problem, remedy));
  }
}
