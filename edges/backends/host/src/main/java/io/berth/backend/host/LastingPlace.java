// SPDX-License-Identifier: Apache-2.0
package io.berth.backend.host;

import io.berth.agent.Agent;
import io.berth.agent.AgentPlace;
import io.berth.agent.ProcessCarrier;
import io.berth.kit.Marks;
import io.berth.model.BerthError;
import io.berth.model.ErrorCode;
import io.berth.os.ProcessFamily;
import io.berth.spi.Layout;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;

/// One folder of this machine whose executions an agent owns, so that they outlive this process.
final class LastingPlace implements LocalFiles, AgentPlace {

  private final HostFolders folders;
  private final Layout layout;
  private final Agent agent;
  private volatile LastingMarks beside;

  LastingPlace(
      LastingMarks beside, HostFolders folders, Agent agent, Map<String, String> inherited) {
    this.beside = beside;
    this.folders = folders;
    this.agent = agent;
    this.layout = HostPlace.layout(folders, beside.tracking(), inherited);
  }

  /// Returns where the agent of the environment in `root` lives.
  static Agent.Place agentIn(Path root, Map<String, String> inherited) {
    return new Agent.Place(
        new ProcessCarrier(inherited.getOrDefault("PATH", "/usr/bin:/bin")),
        AgentFolder.of(root).toString(),
        true);
  }

  @Override
  public Layout layout() {
    return layout;
  }

  @Override
  public Agent agent() {
    return agent;
  }

  @Override
  public String environment() {
    return beside.marks().environment();
  }

  @Override
  public void mark(Marks marks) throws IOException {
    tell(beside.marks(), marks, Instant.now());
    beside = beside.with(marks);
    beside.write(folders.root());
  }

  @Override
  public void stop() throws IOException {
    end();
    LastingMarks.giveUp(folders.root());
  }

  @Override
  public boolean remove() throws IOException {
    if (isAnothers()) {
      agent.close();
      return true;
    }
    boolean none = end();
    if (none) {
      Deletion.of(folders.root());
    }
    return none;
  }

  /// Returns whether another process took it over or renewed it since this one knew it last. It is
  /// that one's to end.
  private boolean isAnothers() {
    Optional<LastingMarks> now = LastingMarks.read(folders.root());
    return AgentFolder.isAlive(folders.root())
        && now.isPresent()
        && !now.get().marks().equals(beside.marks());
  }

  /// Ends everything, and the agent with it.
  private boolean end() {
    boolean none = false;
    try {
      none = AgentFolder.isAlive(folders.root()) && agent.end();
    } catch (IOException e) {
      none = false;
    }
    agent.lose(
        BerthError.of(
            ErrorCode.ENVIRONMENT_LOST,
            "environment `" + environment() + "` was removed while the command ran",
            null));
    agent.close();
    return none || ProcessFamily.endStrangers(beside.variable());
  }
}
