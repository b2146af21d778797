// SPDX-License-Identifier: Apache-2.0
package io.berth.backend.docker;

import io.berth.agent.Agent;
import io.berth.agent.Carrier;
import io.berth.backend.docker.engine.Call;
import io.berth.backend.docker.engine.DockerEndpoint;
import io.berth.backend.docker.engine.EngineException;
import io.berth.backend.docker.engine.Members;
import io.berth.backend.docker.engine.MergedOutput;
import io.berth.expressions.Value;
import io.berth.spi.DuplexStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// One container of an engine, by its name.
///
/// @param endpoint the engine
/// @param name of the container
record JobContainer(DockerEndpoint endpoint, String name) {

  private String path(String rest) {
    return "/containers/" + name + rest;
  }

  /// Makes it.
  ///
  /// @param body as the API wants it
  /// @param platform to run it on, empty for the engine's own
  void create(Value body, String platform) throws IOException {
    Map<String, String> query = new LinkedHashMap<>(Map.of("name", name));
    if (!platform.isEmpty()) {
      query.put("platform", platform);
    }
    endpoint.json(Call.of("POST", DockerEndpoint.query("/containers/create", query), body));
  }

  /// Takes hold of the standard input and output of its first process.
  DuplexStream attach() throws IOException {
    return merged(endpoint.hijack(Call.of("POST", path("/attach?stream=1&stdin=1&stdout=1"))));
  }

  void start() throws IOException {
    endpoint.json(Call.of("POST", path("/start")));
  }

  /// Returns what carries commands into it, each an exec of the engine.
  Carrier carrier() {
    return command -> exec(command, "");
  }

  /// Runs a command in it.
  ///
  /// @param user as whom, or empty for the user of the image
  DuplexStream exec(List<String> command, String user) throws IOException {
    Map<String, Value> body = new LinkedHashMap<>();
    body.put("AttachStdin", Value.of(true));
    body.put("AttachStdout", Value.of(true));
    body.put("User", Value.of(user));
    body.put("Cmd", texts(command));
    String id =
        Members.text(endpoint.json(Call.of("POST", path("/exec"), Value.object(body))), "Id");
    Value attached = Value.object(Map.of("Detach", Value.of(false), "Tty", Value.of(false)));
    return merged(endpoint.hijack(Call.of("POST", "/exec/" + id + "/start", attached)));
  }

  /// Runs a command to its end, as root, and returns what it wrote.
  byte[] runAsRoot(List<String> command) throws IOException {
    try (DuplexStream stream = exec(command, "0")) {
      stream.closeOutput();
      return stream.input().readAllBytes();
    }
  }

  static Value texts(List<String> texts) {
    List<Value> values = new ArrayList<>();
    texts.forEach(text -> values.add(Value.of(text)));
    return Value.array(values);
  }

  private static DuplexStream merged(DuplexStream stream) {
    return new Merged(new MergedOutput(stream.input()), stream);
  }

  /// Ends all that runs in it.
  void kill() throws IOException {
    try {
      endpoint.json(Call.of("POST", path("/kill")));
    } catch (EngineException e) {
      if (!e.isMissing() && !e.isConflict()) {
        throw e;
      }
    }
  }

  /// Gives it another name.
  JobContainer renamed(String other) throws IOException {
    endpoint.json(Call.of("POST", DockerEndpoint.query(path("/rename"), Map.of("name", other))));
    return new JobContainer(endpoint, other);
  }

  /// Removes it with its volumes, whatever runs in it.
  void remove() throws IOException {
    try {
      endpoint.json(Call.of("DELETE", path("?force=1&v=1")));
    } catch (EngineException e) {
      if (!e.isMissing()) {
        throw e;
      }
    }
  }

  /// What its first process writes, both streams as one.
  private record Merged(InputStream input, DuplexStream stream) implements DuplexStream {

    @Override
    public OutputStream output() {
      return stream.output();
    }

    @Override
    public void closeOutput() throws IOException {
      stream.closeOutput();
    }

    @Override
    public void close() throws IOException {
      stream.close();
    }
  }

  /// Returns where the agent of an environment lives in it.
  Agent.Place agentPlace() {
    return new Agent.Place(carrier(), ContainerLayout.AGENT, true);
  }
}
