// SPDX-License-Identifier: Apache-2.0
package io.berth.testbackend;

import io.berth.backend.host.HostBackend;
import io.berth.kit.Janitor;
import io.berth.kit.Threads;
import io.berth.model.BerthError;
import io.berth.model.BerthException;
import io.berth.model.ErrorCode;
import io.berth.spi.Backend;
import io.berth.spi.BackendFactory;
import io.berth.spi.Capabilities;
import io.berth.spi.Setting;
import io.berth.spi.Violation;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/// Makes test backends. They share their environments, so that several runners can be told apart,
/// and the environments outlive their process.
public final class TestBackendFactory implements BackendFactory, AutoCloseable {

  /// The name of this kind.
  public static final String ID = "test";

  private static final String SCHEMA =
      """
      {"$schema": "https://json-schema.org/draft/2020-12/schema", "type": "object",
       "properties": {"faults": {"type": "array", "items": {"type": "string"}}},
       "additionalProperties": false}
      """;

  private static final Duration SWEEP = Duration.ofSeconds(1);

  private final HostBackend host;
  private final Janitor janitor;
  private final FaultScript script;
  private final Capabilities.Recovery recovery;
  private final Map<String, FaultyEnvironment> environments = new ConcurrentHashMap<>();

  /// Makes one that finds all again.
  ///
  /// @param workFolder where environments are made
  /// @param variables the environment of the process
  /// @param faults what is wrong whatever the configuration says, by name, separated by commas
  public TestBackendFactory(Path workFolder, Map<String, String> variables, String faults) {
    this(workFolder, variables, faults, Capabilities.Recovery.EXEC);
  }

  /// @param recovery what is found again after a restart
  public TestBackendFactory(
      Path workFolder,
      Map<String, String> variables,
      String faults,
      Capabilities.Recovery recovery) {
    this.script = script(FaultScript.section(faults));
    this.recovery = recovery;
    this.host =
        recovery == Capabilities.Recovery.NONE
            ? new HostBackend(workFolder, variables)
            : HostBackend.lasting(workFolder, variables);
    this.janitor = Janitor.start(host, SWEEP, Threads.virtual(), failure -> {});
  }

  @Override
  public String id() {
    return ID;
  }

  @Override
  public Backend create(Setting.Section configuration) {
    return new TestBackend(host, recovery, script.and(script(configuration)), environments);
  }

  /// Returns what is wrong whatever the configuration says.
  FaultScript script() {
    return script;
  }

  @Override
  public String configurationSchema() {
    return SCHEMA;
  }

  @Override
  public String labelSchema() {
    return script.has(Fault.SCHEMA_DAMAGED) ? SCHEMA.replace("array", "list") : SCHEMA;
  }

  private static FaultScript script(Setting.Section section) {
    List<Violation> violations = new ArrayList<>();
    FaultScript script = FaultScript.read(section, Set.of(), violations);
    if (!violations.isEmpty()) {
      List<BerthError> errors = new ArrayList<>();
      for (Violation one : violations) {
        errors.add(BerthError.of(ErrorCode.CONFIGURATION_INVALID, one.problem(), one.remedy()));
      }
      throw new BerthException(errors, null);
    }
    return script;
  }

  @Override
  public void close() {
    janitor.close();
  }
}
