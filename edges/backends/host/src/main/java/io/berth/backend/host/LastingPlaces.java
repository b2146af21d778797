// SPDX-License-Identifier: Apache-2.0
package io.berth.backend.host;

import io.berth.agent.Agent;
import io.berth.kit.Marks;
import io.berth.kit.Place;
import io.berth.kit.SmallBackend;
import io.berth.model.BerthError;
import io.berth.model.BerthException;
import io.berth.model.ErrorCode;
import io.berth.spi.Capabilities;
import io.berth.spi.EnvironmentRequest;
import io.berth.spi.LabelConfiguration;
import io.berth.spi.LabelVerdict;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/// Folders of this machine in which jobs run that outlive the process that began them.
final class LastingPlaces implements SmallBackend {

  private final Path workFolder;
  private final Map<String, String> variables;
  private final Capabilities capabilities;

  LastingPlaces(HostSettings settings, Map<String, String> variables) {
    this.workFolder = settings.workFolder();
    this.variables = InheritedVariables.of(variables);
    this.capabilities = HostCapabilities.of(settings);
  }

  @Override
  public String name() {
    return HostBackendFactory.ID;
  }

  @Override
  public Capabilities capabilities() {
    return capabilities;
  }

  @Override
  public boolean makesAtOnce() {
    return true;
  }

  @Override
  public List<LabelVerdict> validateLabels(List<LabelConfiguration> labels) {
    List<LabelVerdict> verdicts = new ArrayList<>();
    for (LabelConfiguration label : labels) {
      verdicts.add(HostLabels.verdict(label, capabilities));
    }
    return verdicts;
  }

  @Override
  public Place make(EnvironmentRequest request, Marks marks) {
    Path root = workFolder.resolve(request.id());
    try {
      HostFolders folders = HostFolders.make(workFolder, request.id(), request.plan().name());
      LastingMarks beside = LastingMarks.of(marks, request.plan().name());
      Agent agent =
          Agent.install(
              LastingPlace.agentIn(root, variables),
              marks.owner().fence(),
              Duration.between(Instant.now(), marks.end()),
              new Agent.Surroundings(beside.variable(), root.toString(), true));
      AgentFolder.begin(root);
      beside.write(root);
      // From here on the agent and its lease say that the folder is in use.
      folders.lock().giveUp();
      return new LastingPlace(beside, folders, agent, variables);
    } catch (IOException e) {
      throw new BerthException(
          BerthError.of(
              ErrorCode.STORAGE_FAILED,
              "the folders of a job cannot be made below `"
                  + workFolder
                  + "`: "
                  + HostPlaces.reason(e),
              "make it writable, or name another place in XDG_CACHE_HOME"),
          e);
    }
  }

  @Override
  public List<Found> found() {
    Leftovers.sweep(workFolder);
    List<Found> found = new ArrayList<>();
    String[] names = workFolder.toFile().list();
    if (names != null) {
      for (String name : names) {
        Path root = workFolder.resolve(name);
        LastingMarks.read(root)
            .filter(beside -> beside.marks().environment().equals(name))
            .ifPresent(beside -> found.add(found(root, beside)));
      }
    }
    return found;
  }

  /// Returns one that lives as it is; of one that does not, that its time is over.
  private Found found(Path root, LastingMarks beside) {
    Marks marks = beside.marks();
    HostFolders folders = HostFolders.found(workFolder, marks.environment(), beside.name());
    Agent agent = Agent.at(LastingPlace.agentIn(root, variables), marks.owner().fence());
    return new Found(
        AgentFolder.isAlive(root)
            ? marks
            : new Marks(marks.environment(), marks.owner(), Instant.EPOCH, Instant.EPOCH),
        new LastingPlace(beside, folders, agent, variables));
  }
}
