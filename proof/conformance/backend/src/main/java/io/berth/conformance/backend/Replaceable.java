// SPDX-License-Identifier: Apache-2.0
package io.berth.conformance.backend;

import io.berth.spi.Backend;
import io.berth.spi.Capabilities;
import io.berth.spi.Environment;
import io.berth.spi.EnvironmentRequest;
import io.berth.spi.EnvironmentStatus;
import io.berth.spi.JobPlan;
import io.berth.spi.LabelConfiguration;
import io.berth.spi.LabelVerdict;
import io.berth.spi.Owner;
import io.berth.spi.PlanVerdict;
import java.time.Duration;
import java.util.List;
import java.util.function.Supplier;

/// A backend of this process that can be started anew: another takes its place, which knows of the
/// platform what is to be found there and nothing else.
final class Replaceable implements Backend {

  private final Supplier<Backend> maker;
  private volatile Backend current;

  Replaceable(Supplier<Backend> maker) {
    this.maker = maker;
    this.current = maker.get();
  }

  void replace() {
    current.close();
    current = maker.get();
  }

  @Override
  public Capabilities capabilities() {
    return current.capabilities();
  }

  @Override
  public boolean hasTerminals() {
    return current.hasTerminals();
  }

  @Override
  public List<LabelVerdict> validateLabels(List<LabelConfiguration> labels) {
    return current.validateLabels(labels);
  }

  @Override
  public PlanVerdict plan(JobPlan plan) {
    return current.plan(plan);
  }

  @Override
  public Environment create(EnvironmentRequest request) throws InterruptedException {
    return current.create(request);
  }

  @Override
  public List<EnvironmentStatus> list(String runner) {
    return current.list(runner);
  }

  @Override
  public Environment adopt(String id, Owner owner) {
    return current.adopt(id, owner);
  }

  @Override
  public List<String> renew(List<String> ids, Owner owner, Duration lease) {
    return current.renew(ids, owner, lease);
  }

  @Override
  public void remove(String id, Owner owner) {
    current.remove(id, owner);
  }

  @Override
  public void close() {
    current.close();
  }
}
