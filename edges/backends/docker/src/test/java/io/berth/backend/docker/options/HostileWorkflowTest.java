// SPDX-License-Identifier: Apache-2.0
package io.berth.backend.docker.options;

import static org.assertj.core.api.Assertions.assertThat;

import io.berth.model.BerthError;
import io.berth.model.SourceSpan;
import io.berth.spi.ContainerSpec;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// What a workflow tries that wants the machine.
class HostileWorkflowTest {

  private static final SourceSpan WHERE = new SourceSpan("ci.yml", 7, 9, 6);

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "/:/host                       | volumes.root          | docker_socket: true",
        "/.:/host                      | volumes.root          | docker_socket: true",
        "/srv/data/whole:/host         | volumes.root          | docker_socket: true",
        "/var/run/docker.sock:/s       | volumes.engine-socket | docker_socket: true",
        "/run/docker.sock:/s:ro        | volumes.engine-socket | docker_socket: true",
        "/srv/data/socket:/s           | volumes.engine-socket | docker_socket: true",
        "/srv/data/podman.sock:/s      | volumes.engine-socket | docker_socket: true",
        "/run/user/1000/docker.sock:/s | volumes.engine-socket | docker_socket: true",
        "/run/user/1000:/s             | volumes.engine-socket | docker_socket: true",
        "/run/user:/s                  | volumes.engine-socket | docker_socket: true",
        "/var/run:/s                   | volumes.engine-socket | docker_socket: true",
        "/etc:/host                    | volumes.listed        | list `/etc`",
        "/srv/data/escape/passwd:/p    | volumes.listed        | list `/etc/passwd`",
        "/srv/data/../../etc:/host     | volumes.path          | write the path",
        "/secret/x:/host               | volumes.path          | profile: trusted",
        "/srv/data/x:/y:rshared        | volumes.propagation   | profile: trusted",
        "berth-work:/other             | volumes.reserved      | another name",
        "shared:/x                     | volumes.listed        | list `shared`",
      })
  void aVolumeIsRefusedByNameWithTheSettingThatWouldAllowIt(
      String volume, String rule, String setting) {
    Policy policy = OptionsTest.policy("volumes=/srv/data/**");

    assertThat(errors("", List.of(volume), policy))
        .singleElement()
        .satisfies(
            error -> {
              assertThat(error.problem()).contains("rule `" + rule + "`");
              assertThat(error.remedy()).contains(setting);
              assertThat(error.where()).isEqualTo(WHERE);
            });
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "--privileged                               | options.privileged    | profile: trusted",
        "--pid=host                                 | options.pid           | profile: trusted",
        "--pid host                                 | options.pid           | profile: trusted",
        "-v/:/host                                  | volumes.root          | docker_socket: true",
        "'--volume=/run/docker.sock:/s'             | volumes.engine-socket | docker_socket: true",
        "--mount type=bind,src=/,dst=/host          | volumes.root          | docker_socket: true",
        "--mount \"type=bind\",src=/var/run,dst=/r  | volumes.engine-socket | docker_socket: true",
        "--use-api-socket                           | volumes.engine-socket | docker_socket: true",
        "--device /dev/link-to-sda                  | options.device        | devices",
        "--security-opt=systempaths=unconfined      | options.security-opt  | security_options",
        "--cap-add=all                              | options.cap-add       | capabilities",
        "--cgroupns=host                            | options.cgroupns      | profile: trusted",
        "--pri\"\"vileged                           | options.privileged    | profile: trusted",
        "--init --privileged=1                      | options.privileged    | profile: trusted",
      })
  void anOptionIsRefusedHoweverItIsWritten(String options, String rule, String setting) {
    assertThat(errors(options, List.of(), Policy.STRICT))
        .singleElement()
        .satisfies(
            error -> {
              assertThat(error.problem()).contains("rule `" + rule + "`");
              assertThat(error.remedy()).contains(setting);
            });
  }

  @Test
  void aSocketStaysRefusedForTrustedLabels() {
    assertThat(errors("", List.of("/run/docker.sock:/s"), OptionsTest.policy("trusted")))
        .hasSize(1);
  }

  @Test
  void everythingIsToldAtOnce() {
    assertThat(errors("--privileged --pid=host --nope", List.of("/:/a", "/etc:/b"), Policy.STRICT))
        .hasSize(5);
  }

  @Test
  void valuesOfVariablesAreNeverTold() {
    assertThat(errors("-e hunter2 --env-file hunter2", List.of(), Policy.STRICT))
        .noneMatch(error -> error.toString().contains("hunter2"));
  }

  @Test
  void aLinkOnTheMachineIsFollowedBeforeTheListIsAsked(@TempDir Path folder) throws IOException {
    Path real = folder.toRealPath();
    Path data = Files.createDirectory(real.resolve("data"));
    Files.createSymbolicLink(data.resolve("out"), real);
    Files.createSymbolicLink(data.resolve("nowhere"), real.resolve("missing"));
    Files.createSymbolicLink(real.resolve("current"), data);
    var options = new ContainerOptions(Sources.here(real.resolve("engine").toString()));
    Policy policy = OptionsTest.policy("volumes=" + real + "/current/**");

    assertThat(rules(options, policy, data + "/out:/x")).contains("volumes.engine-socket");
    assertThat(rules(options, policy, data + "/out/data/new:/x")).isEmpty();
    assertThat(rules(options, policy, data + "/nowhere/y:/x")).contains("volumes.path");
    assertThat(rules(options, policy, real + "/current/new:/x")).isEmpty();
    assertThat(rules(options, policy, real + "/engine:/x")).contains("volumes.engine-socket");
  }

  private static String rules(ContainerOptions options, Policy policy, String volume) {
    return switch (options.settings(Role.JOB, spec("", List.of(volume)), policy, List.of())) {
      case Outcome.Granted _ -> "";
      case Outcome.Refused(List<BerthError> errors) -> errors.toString();
    };
  }

  private static List<BerthError> errors(String options, List<String> volumes, Policy policy) {
    Outcome outcome =
        new ContainerOptions(FakeSources.MACHINE)
            .settings(Role.JOB, spec(options, volumes), policy, List.of());
    return outcome instanceof Outcome.Refused(List<BerthError> errors) ? errors : List.of();
  }

  private static ContainerSpec spec(String options, List<String> volumes) {
    return new ContainerSpec(
        "job", "", "image", null, Map.of(), options, List.of(), volumes, WHERE);
  }
}
