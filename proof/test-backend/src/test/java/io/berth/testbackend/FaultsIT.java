// SPDX-License-Identifier: Apache-2.0
package io.berth.testbackend;

import static org.assertj.core.api.Assertions.assertThat;

import io.berth.backend.host.HostBackend;
import io.berth.conformance.backend.Result;
import io.berth.conformance.backend.Scope;
import io.berth.conformance.backend.Subject;
import io.berth.conformance.backend.Verdict;
import io.berth.conformance.backend.Verification;
import io.berth.spi.Backend;
import io.berth.spi.EnvironmentStatus;
import io.berth.spi.LabelConfiguration;
import io.berth.spi.Setting;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// Every fault of the liar is caught by the case that the page names, in words that tell what it
/// is.
@Timeout(120)
class FaultsIT {

  private static final LabelConfiguration.Form LABEL =
      new LabelConfiguration.Form.Struct(Setting.Section.EMPTY);

  @TempDir Path work;

  /// What a fault left would live as long as its lease.
  @AfterEach
  void removeAll() {
    var host = HostBackend.lasting(work.resolve("work"), System.getenv());
    for (EnvironmentStatus status : host.list("verify")) {
      host.remove(status.id(), status.owner());
    }
  }

  static List<FaultTable.Row> rows() throws IOException {
    return FaultTable.rows().stream()
        .filter(row -> !row.fault().equals(Fault.CRASH_AT_START.word()))
        .toList();
  }

  @ParameterizedTest
  @MethodSource("rows")
  void aFaultIsCaughtByTheCaseThatThePageNames(FaultTable.Row row) throws Exception {
    Result result = tried(row.fault(), row.id(), LABEL);

    assertThat(result.verdict()).isInstanceOf(Verdict.Failed.class);
    assertThat(result.verdict().reason()).contains(row.said());
  }

  @Test
  void thePageHasEveryFaultWithItsWords() throws Exception {
    Map<String, String> page =
        FaultTable.rows().stream()
            .collect(
                java.util.stream.Collectors.toMap(
                    FaultTable.Row::fault, FaultTable.Row::words, (one, other) -> one));

    for (Fault fault : Fault.values()) {
      if (fault == Fault.CREATE_SLOW) {
        continue;
      }
      assertThat(page).containsEntry(fault.word(), fault.words());
    }
  }

  @Test
  void aLabelAsksForFaultsToo() throws Exception {
    for (LabelConfiguration.Form form :
        List.of(
            new LabelConfiguration.Form.Legacy("status-clipped"),
            new LabelConfiguration.Form.Struct(FaultScript.section("status-clipped")))) {
      assertThat(tried("", "EXE-01", form).verdict().reason()).contains("Exited[code=1]");
    }
    assertThat(tried("", "EXE-01", LABEL).verdict()).isEqualTo(new Verdict.Passed());
  }

  @Test
  void whatIsSlowIsNoFault() throws Exception {
    for (String id : Arrays.asList("ENV-01", "ENV-04", "EXE-01")) {
      assertThat(tried("create-slow", id, LABEL).verdict()).isEqualTo(new Verdict.Passed());
    }
  }

  /// Tries a case in this process and, if nothing is wrong there, behind an address.
  private Result tried(String faults, String id, LabelConfiguration.Form label) throws Exception {
    try (var factory = new TestBackendFactory(work.resolve("work"), System.getenv(), faults)) {
      Backend backend = factory.create(Setting.Section.EMPTY);
      Result result = tried(Subject.inProcess("test", backend, "verify", label), faults, id);
      if (faults.isEmpty() || result.verdict() instanceof Verdict.Failed) {
        return result;
      }
      try (var served = Served.start(factory, work, id, Child.command(work, faults));
          var remote = served.connect("verify");
          var wire = served.wire()) {
        return tried(served.subject(label, remote, wire), faults, id);
      }
    }
  }

  private static Result tried(Subject subject, String faults, String id)
      throws InterruptedException {
    return new Verification(subject, Scope.of(id).withPatience(patience(faults)), result -> {})
        .run()
        .results()
        .getFirst();
  }

  /// What never ends is not waited for as long as a runner would.
  private static double patience(String fault) {
    return switch (fault) {
      case "create-hangs", "copy-hangs" -> 0.03;
      case "lease-ignored", "bound-ignored" -> 0.08;
      case "start-hangs",
          "read-hangs",
          "output-held",
          "kill-ignored",
          "limit-ignored",
          "remove-leaves-processes" ->
          0.15;
      default -> 1;
    };
  }
}
