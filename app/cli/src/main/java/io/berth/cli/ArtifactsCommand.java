// SPDX-License-Identifier: Apache-2.0
package io.berth.cli;

import io.berth.expressions.Json;
import io.berth.model.BerthError;
import io.berth.model.BerthException;
import io.berth.model.ErrorCode;
import io.berth.model.StorageFailure;
import io.berth.services.artifact.StoredArtifact;
import io.berth.services.artifact.Unpacking;
import io.berth.store.StoredRun;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import picocli.CommandLine.ParseResult;

/// `berth artifacts`.
final class ArtifactsCommand implements Command {

  @Override
  public void declare(Options options) {
    options
        .parameter("0..1", "RUN", "its id, the beginning of it, or `latest` (the default)")
        .parameter("0..1", "NAME", "only this artifact")
        .value("DIR", "unpack into this folder; each into one of its own unless one is named", "-o")
        .flag("print one JSON object a line", "--json");
  }

  @Override
  public int run(ParseResult line, Invocation invocation) {
    String name = line.matchedPositionalValue(1, "");
    StoredRun run = Folders.of(invocation).runs().find(line.matchedPositionalValue(0, "latest"));
    Path folder = run.folder().resolve(StoredRun.ARTIFACTS);
    List<StoredArtifact> artifacts;
    try {
      artifacts = StoredArtifact.in(folder);
    } catch (IOException e) {
      throw StorageFailure.of("read the artifacts of run " + run.id(), folder, "XDG_STATE_HOME", e);
    }
    List<StoredArtifact> wanted = named(name, artifacts, run);
    String target = line.matchedOptionValue("-o", "");
    if (!target.isEmpty()) {
      unpack(
          wanted, new Unpacking(folder), invocation.directory().resolve(target), name, invocation);
      return 0;
    }
    var text = new StringBuilder();
    for (StoredArtifact artifact : wanted) {
      if (Options.has(line, "--json")) {
        json(artifact, text);
      } else {
        row(artifact, text);
      }
    }
    invocation.out().print(text);
    if (artifacts.isEmpty() && !Options.has(line, "--json")) {
      invocation.err().line("run " + run.id() + " left no artifacts");
    }
    return 0;
  }

  private static List<StoredArtifact> named(
      String name, List<StoredArtifact> artifacts, StoredRun run) {
    if (name.isEmpty()) {
      return artifacts;
    }
    List<String> names = new ArrayList<>();
    for (StoredArtifact artifact : artifacts) {
      if (artifact.name().equals(name)) {
        return List.of(artifact);
      }
      names.add(artifact.name());
    }
    throw new BerthException(
        new BerthError(
            ErrorCode.USAGE,
            "run " + run.id() + " has no artifact `" + name + "`",
            names.isEmpty() ? "it left none" : "its artifacts are " + String.join(", ", names),
            null,
            NearMiss.of(name, names)));
  }

  /// As clients do: the files of one that is named lie in the folder itself.
  private static void unpack(
      List<StoredArtifact> artifacts,
      Unpacking unpacking,
      Path target,
      String name,
      Invocation invocation) {
    for (StoredArtifact artifact : artifacts) {
      Path folder = name.isEmpty() ? target.resolve(artifact.name()) : target;
      try {
        int files = unpacking.unpack(artifact, folder);
        invocation.out().line(folder + ": " + files + (files == 1 ? " file" : " files"));
      } catch (IOException e) {
        throw StorageFailure.of("unpack `" + artifact.name() + "`", folder, "-o", e);
      }
    }
  }

  private static void row(StoredArtifact artifact, StringBuilder text) {
    String size = Long.toString(artifact.size());
    text.repeat(' ', Math.max(0, 4 - Long.toString(artifact.id()).length())).append(artifact.id());
    text.repeat(' ', Math.max(2, 16 - size.length())).append(size).append("  ");
    text.append(artifact.name()).append('\n');
  }

  private static void json(StoredArtifact artifact, StringBuilder text) {
    text.append("{\"id\":").append(artifact.id());
    Json.quote(artifact.name(), text.append(",\"name\":"));
    text.append(",\"size\":").append(artifact.size());
    Json.quote(artifact.digest(), text.append(",\"digest\":"));
    Json.quote(artifact.created().toString(), text.append(",\"created\":"));
    if (artifact.expires() != null) {
      Json.quote(artifact.expires().toString(), text.append(",\"expires\":"));
    }
    text.append("}\n");
  }
}
