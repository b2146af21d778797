// SPDX-License-Identifier: Apache-2.0
package io.berth.run;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.berth.engine.matcher.MatcherFile;
import io.berth.engine.output.WorkspaceFiles;
import io.berth.spi.Environment;
import io.berth.spi.FileContent;
import java.io.IOException;
import java.util.List;

/// The files of an environment, as far as output speaks of them.
///
/// @param environment where the step runs
record SeenFiles(Environment environment) implements WorkspaceFiles {

  @Override
  public String read(String path) throws IOException {
    FileContent file = environment.readFiles(List.of(path), MatcherFile.LARGEST).getFirst();
    byte[] content = file.content();
    if (content == null) {
      throw new IOException("there is no such file");
    }
    if (file.size() > MatcherFile.LARGEST) {
      throw new IOException("it is larger than " + MatcherFile.LARGEST + " bytes");
    }
    return new String(content, UTF_8);
  }

  @Override
  public boolean exists(String path) {
    try {
      return environment.readFiles(List.of(path), 0).getFirst().content() != null;
    } catch (IOException e) {
      return false;
    }
  }
}
