// SPDX-License-Identifier: Apache-2.0
package io.berth.backend.docker.options;

import io.berth.model.BerthError;
import io.berth.spi.ContainerSpec;
import io.berth.spi.Violation;
import java.util.ArrayList;
import java.util.List;

/// Turns what a workflow writes about a container into what an engine is asked for, as far as the
/// policy of the label allows it. Makes nothing; asks only where paths lead.
public final class ContainerOptions {

  private final Flags flags;
  private final Flag<Volume> volume;

  /// @param sources the files of the machine that the engine runs on
  public ContainerOptions(Sources sources) {
    this.flags = new Flags(sources);
    this.volume = new PlaceFlags(sources).volume();
  }

  /// Returns what is wrong with the options that a policy itself gives every container.
  public List<Violation> check(Policy policy) {
    var building = new Building(flags, Role.JOB, policy, List.of());
    building.administrator();
    List<Violation> violations = new ArrayList<>();
    for (Building.Finding finding : building.errors()) {
      violations.add(new Violation("options", finding.problem(""), finding.objection().remedy()));
    }
    return violations;
  }

  /// Returns what a container is to be made with, or everything that stands against it.
  ///
  /// @param role what it is in its job
  /// @param reserved the places in it at which Berth mounts something itself
  public Outcome settings(Role role, ContainerSpec spec, Policy policy, List<String> reserved) {
    var building = new Building(flags, role, policy, reserved);
    building.administrator();
    building.options(spec.options());
    building.volumes(volume, spec.volumes());
    building.ports(spec.ports());
    building.variables(spec.env());
    building.usualLimits();
    String subject =
        role == Role.SERVICE && !spec.name().isEmpty() ? " of service `" + spec.name() + "`" : "";
    if (building.errors().isEmpty()) {
      return new Outcome.Granted(building.granted(subject));
    }
    List<BerthError> errors = new ArrayList<>();
    for (Building.Finding finding : building.errors()) {
      errors.add(
          new BerthError(
              finding.code(),
              finding.problem(subject),
              finding.objection().remedy(),
              spec.where(),
              finding.similar()));
    }
    return new Outcome.Refused(errors);
  }
}
