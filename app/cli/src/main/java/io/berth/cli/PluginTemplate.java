// SPDX-License-Identifier: Apache-2.0
package io.berth.cli;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// The plugins of `examples/plugins`, which are also what a new plugin starts from.
enum PluginTemplate {
  PYTHON("python"),
  GO("go"),
  JAVA("java"),
  RUST("rust");

  private static final String EXAMPLE = "berth-backend-example";

  private static final List<String> PROTOCOL =
      List.of(
          "backend", "capabilities", "containers", "environments", "executions", "files", "plan");

  private final String word;

  PluginTemplate(String word) {
    this.word = word;
  }

  static @Nullable PluginTemplate of(String word) {
    for (PluginTemplate template : values()) {
      if (template.word.equals(word)) {
        return template;
      }
    }
    return null;
  }

  static List<String> words() {
    List<String> words = new ArrayList<>();
    for (PluginTemplate template : values()) {
      words.add(template.word);
    }
    return words;
  }

  List<String> files() {
    return switch (this) {
      case PYTHON -> List.of("build", "plugin.py", "requirements.txt");
      case GO ->
          List.of(
              "backend.go",
              "build",
              "environment.go",
              "execution.go",
              "executions.go",
              "files.go",
              "gen/main.go",
              "go.mod",
              "go.sum",
              "keeper.go",
              "main.go",
              "refusal.go",
              "unpack.go");
      case JAVA ->
          List.of(
              "build",
              "src/Command.java",
              "src/Folder.java",
              "src/FolderBackend.java",
              "src/FolderFactory.java",
              "src/Main.java");
      case RUST ->
          List.of(
              "Cargo.toml",
              "build",
              "build.rs",
              "src/environment.rs",
              "src/execution.rs",
              "src/main.rs",
              "src/plugin.rs");
    };
  }

  /// Writes a plugin of another name, with the files of the protocol.
  ///
  /// @param program what the plugin is called
  void write(Path folder, String program) throws IOException {
    for (String file : files()) {
      Path path = folder.resolve(file);
      put(path, Texts.resource("plugins/" + word + "/" + file).replace(EXAMPLE, program));
      if (file.equals("build") && !path.toFile().setExecutable(true)) {
        throw new IOException(path + " cannot be made executable");
      }
    }
    for (String part : PROTOCOL) {
      String file = "berth/backend/v1beta1/" + part + ".proto";
      put(folder.resolve("proto").resolve(file), Texts.resource("/" + file));
    }
  }

  private static void put(Path path, String text) throws IOException {
    Path parent = path.getParent();
    if (parent != null) {
      Files.createDirectories(parent);
    }
    Files.writeString(path, text);
  }
}
