// SPDX-License-Identifier: Apache-2.0
package io.berth.backend.docker.options;

import static org.assertj.core.api.Assertions.assertThat;

import io.berth.spi.Setting;
import io.berth.spi.Setting.Flag;
import io.berth.spi.Setting.Items;
import io.berth.spi.Setting.Section;
import io.berth.spi.Setting.Text;
import io.berth.spi.Violation;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

class PolicyReaderTest {

  private final List<Violation> violations = new ArrayList<>();

  @Test
  void nothingIsTheStrictPolicy() {
    assertThat(read(Section.EMPTY)).isEqualTo(Policy.STRICT);
    assertThat(violations).isEmpty();
  }

  @Test
  void everyKeyIsRead() {
    Policy policy =
        read(
            new Section(
                Map.of(
                    "profile", new Text("compat"),
                    "docker_socket", new Flag(true),
                    "options", new Text("--cap-drop ALL"),
                    "volumes", new Items(List.of(new Text("cache-*"))),
                    "limits",
                        new Section(
                            Map.of(
                                "memory", new Text("2g"),
                                "cpus", new Setting.Amount(new BigDecimal("1.5")),
                                "cpuset", new Text("0-1"),
                                "ulimits", new Section(Map.of("nofile", new Text("1024"))))))));

    assertThat(violations).isEmpty();
    assertThat(policy)
        .isEqualTo(
            new Policy(
                Profile.COMPAT,
                true,
                Map.of(AllowList.VOLUMES, List.of("cache-*")),
                new Policy.Limits(
                    Map.of(Limit.MEMORY, 2L << 30, Limit.CPUS, 1_500_000_000L),
                    Map.of("nofile", 1024L),
                    new TreeSet<>(List.of(0, 1))),
                "--cap-drop ALL"));
  }

  @Test
  void everythingThatIsWrongIsSaidWithItsPlace() {
    read(
        new Section(
            Map.of(
                "profile", new Text("lax"),
                "docker_socket", new Text("yes"),
                "options", new Text("--rm --memory x"),
                "volumes", new Text("cache"),
                "devices", new Items(List.of(new Text("/dev/kvm"), new Flag(true))),
                "limits",
                    new Section(
                        Map.of(
                            "memory", new Text("much"),
                            "cpu", new Text("2"),
                            "cpuset", new Text("a"),
                            "ulimits", new Section(Map.of("files", new Text("1"))))))));

    assertThat(violations)
        .extracting(Violation::path)
        .containsExactlyInAnyOrder(
            "profile",
            "docker_socket",
            "options",
            "options",
            "volumes",
            "devices[1]",
            "limits.memory",
            "limits.cpu",
            "limits.cpuset",
            "limits.ulimits.files");
  }

  private Policy read(Section section) {
    return PolicyReader.read(
        new Keys(section, violations), new ContainerOptions(FakeSources.MACHINE), violations);
  }
}
