// SPDX-License-Identifier: Apache-2.0
package io.berth.run;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.berth.engine.output.Masker;
import io.berth.spi.Chunk;
import io.berth.spi.Environment;
import io.berth.spi.ExecId;
import io.berth.spi.ExecOutcome;
import io.berth.spi.ExecSpec;
import io.berth.spi.Execution;
import io.berth.spi.FileContent;
import io.berth.spi.Layout;
import io.berth.workflow.ActionManifest;
import io.berth.workflow.ActionReader;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.CharacterCodingException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/// Answers what evaluations have to know about the world.
///
/// @param environment the environment of the job
/// @param masker knows the secrets of the job
/// @param endpoints the services that the job may use
record Facts(Environment environment, Masker masker, JobEndpoints endpoints) {

  private static final int LARGEST_MANIFEST = 1 << 20;
  private static final Duration PATIENCE = Duration.ofSeconds(20);

  String answer(String kind, List<String> arguments) throws IOException, InterruptedException {
    return switch (kind) {
      case "which" -> which(arguments.getFirst(), arguments.subList(1, arguments.size()));
      case "holdsSecret" ->
          Boolean.toString(!masker.mask(arguments.getFirst()).equals(arguments.getFirst()));
      case "action" -> manifest(arguments.getFirst());
      case "nodeVersion" -> {
        endpoints.begin();
        yield output(List.of(arguments.getFirst(), "--version"));
      }
      case "services" -> endpoints.variables(masker);
      case "nodePreload" -> NodePreload.write(environment);
      case "hashFiles" -> new HashedFiles(environment).hash(arguments);
      default -> throw new IllegalStateException("nobody knows `" + kind + "`");
    };
  }

  /// Returns the name of the file in which an action describes itself, a line feed and its content,
  /// or an empty text if there is none.
  private String manifest(String folder) throws IOException {
    String separator = environment.layout().os().equals("Windows") ? "\\" : "/";
    List<String> candidates = new ArrayList<>();
    for (String name : ActionManifest.FILES) {
      candidates.add(folder + separator + name);
    }
    for (FileContent file : environment.readFiles(candidates, LARGEST_MANIFEST)) {
      byte[] content = file.content();
      if (content != null) {
        String name = file.path().substring(folder.length() + 1);
        if (file.size() > LARGEST_MANIFEST) {
          throw new IOException(file.path() + " is larger than " + LARGEST_MANIFEST + " bytes");
        }
        return name + "\n" + (name.startsWith("action.") ? text(file.path(), content) : "");
      }
    }
    return "";
  }

  private static String text(String path, byte[] content) throws IOException {
    try {
      return ActionReader.text(content);
    } catch (CharacterCodingException e) {
      throw new IOException(path + " is not UTF-8 (save it as UTF-8)", e);
    }
  }

  /// Returns what a program prints, or an empty text if it does not succeed.
  private String output(List<String> command) throws InterruptedException {
    Layout layout = environment.layout();
    var id = new ExecId("fact-" + Integer.toHexString(command.hashCode()));
    Execution execution =
        environment.start(
            new ExecSpec(id, command, layout.env(), layout.paths().workspace(), PATIENCE));
    var text = new ByteArrayOutputStream();
    Chunk chunk = execution.read(0, 0);
    while (!chunk.isEnd()) {
      text.writeBytes(chunk.bytes());
      chunk = execution.read(chunk.end(), chunk.end());
    }
    boolean done = execution.outcome() instanceof ExecOutcome.Exited(var code) && code == 0;
    environment.forget(id);
    return done ? text.toString(UTF_8) : "";
  }

  /// Returns the path of a program that `PATH` leads to, or an empty text.
  ///
  /// @param more folders to look in after those of `PATH`
  private String which(String program, List<String> more) throws IOException {
    Layout layout = environment.layout();
    boolean windows = layout.os().equals("Windows");
    List<String> candidates = new ArrayList<>();
    String path = layout.env().getOrDefault("PATH", "");
    List<String> folders = new ArrayList<>(List.of(path.split(windows ? ";" : ":", -1)));
    folders.addAll(more);
    for (String folder : folders) {
      if (!folder.isEmpty()) {
        candidates.add(windows ? folder + "\\" + program + ".exe" : folder + "/" + program);
      }
    }
    for (FileContent file : environment.readFiles(candidates, 0)) {
      if (file.content() != null) {
        return file.path();
      }
    }
    return "";
  }
}
