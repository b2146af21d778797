// SPDX-License-Identifier: Apache-2.0
package io.berth.backend.host;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.berth.model.BerthException;
import io.berth.spi.Capabilities;
import io.berth.spi.Environment;
import io.berth.spi.EnvironmentRequest;
import io.berth.spi.ExecId;
import io.berth.spi.ExecSpec;
import io.berth.spi.JobPlan;
import io.berth.spi.LabelConfiguration;
import io.berth.spi.LabelConfiguration.Form;
import io.berth.spi.LabelVerdict;
import io.berth.spi.Layer;
import io.berth.spi.Owner;
import io.berth.spi.PlanVerdict;
import io.berth.spi.Resources;
import io.berth.spi.Setting;
import io.berth.spi.Violation;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class HostBackendTest {

  private static final Owner OWNER = new Owner("runner", 1, Map.of());
  private static final Map<String, String> VARIABLES =
      Map.of(
          "PATH", System.getenv("PATH"),
          "HOME", "/home/me",
          "LC_ALL", "C.UTF-8",
          "https_proxy", "http://proxy",
          "NO_PROXY", "localhost",
          "AWS_SECRET_ACCESS_KEY", "no",
          "SHELL", "/bin/zsh");

  @TempDir Path work;

  @Test
  void onlyWhatDescribesTheMachineAndItsNetworkIsInherited() throws Exception {
    Environment environment = create("inherit");

    assertThat(environment.layout().env())
        .containsOnlyKeys(
            "PATH", "HOME", "LC_ALL", "https_proxy", "NO_PROXY", "RUNNER_TRACKING_ID", "ImageOS");
    environment.remove();
  }

  @Test
  void theFoldersOfAnEnvironmentAreClosedToOthersAndGoWithIt() throws Exception {
    Environment environment = create("private");
    Path root = work.resolve("private");

    assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(root)))
        .isEqualTo("rwx------");
    environment.remove();
    assertThat(root).doesNotExist();
    assertThat(Path.of(environment.layout().paths().toolCache())).isDirectory();
  }

  @Test
  void foldersThatForbidWritingAndLinksOutOfThemAreDeletedWithTheEnvironmentAlone()
      throws Exception {
    Path outside = Files.createDirectories(work.resolve("outside/kept"));
    Environment environment = create("stubborn");
    run(
        environment,
        "mkdir -p a/b/c; : > a/b/c/f; ln -s "
            + work.resolve("outside")
            + " a/link;"
            + " d=deep; for i in 1 2 3 4 5 6 7 8 9 10; do d=$d/$d; [ ${#d} -gt 500 ] && break; done;"
            + " for i in 1 2 3 4 5 6 7 8 9 10 11 12; do mkdir -p $d && cd $d; done;"
            + " chmod -R a-rwx $OLDPWD 2>/dev/null; cd "
            + environment.layout().paths().workspace()
            + "; chmod 0 a/b/c; chmod 500 a/b a");

    environment.remove();

    assertThat(work.resolve("stubborn")).doesNotExist();
    assertThat(outside).isDirectory();
  }

  @Test
  void whatAKilledBerthLeftBehindIsSweptAndNothingElse() throws Exception {
    Environment living = create("living");
    Path kept = Files.createDirectories(work.resolve("kept/work"));
    Path dead = Files.createDirectories(work.resolve("dead"));
    Files.createFile(dead.resolve("lock"));
    var builder = new ProcessBuilder("sleep", "1000");
    builder.environment().put("RUNNER_TRACKING_ID", "berth_dead");
    Process left = builder.start();

    create("next").remove();

    assertThat(left.waitFor()).isEqualTo(128 + 9);
    assertThat(dead).doesNotExist();
    assertThat(kept).isDirectory();
    assertThat(work.resolve("living")).isDirectory();
    living.remove();
  }

  @Test
  void anEnvironmentThatWasStoppedIsLeftToItsUser() throws Exception {
    Environment stopped = create("stopped");
    stopped.stop();

    create("next").remove();

    assertThat(Path.of(stopped.layout().paths().workspace())).isDirectory();
    stopped.remove();
  }

  @Test
  void aLabelSaysNothingInEitherForm() {
    HostBackend backend = new HostBackend(work, VARIABLES);
    Setting.Section unknown = new Setting.Section(Map.of("image", new Setting.Text("debian")));

    List<LabelVerdict> verdicts =
        backend.validateLabels(
            List.of(
                new LabelConfiguration("main", "linux", new Form.Struct(Setting.Section.EMPTY)),
                new LabelConfiguration("main", "linux", new Form.Legacy("")),
                new LabelConfiguration("main", "linux", new Form.Struct(unknown)),
                new LabelConfiguration("main", "linux", new Form.Legacy("//debian"))));

    assertThat(verdicts.get(0)).isInstanceOf(LabelVerdict.Valid.class).isEqualTo(verdicts.get(1));
    assertThat(verdicts.get(2))
        .isEqualTo(
            new LabelVerdict.Invalid(
                List.of(
                    new Violation(
                        "image",
                        "`image` is not a key of a label on this machine",
                        "remove `image`"))));
    assertThat(verdicts.get(3))
        .isInstanceOfSatisfying(
            LabelVerdict.Invalid.class,
            invalid -> {
              assertThat(invalid.violations()).hasSize(1);
              assertThat(invalid.violations().getFirst().problem()).contains("`//debian`");
            });
  }

  @Test
  void itDeclaresThatItMakesNoContainerAndIsolatesNothing() {
    Capabilities capabilities = new HostBackend(work, VARIABLES).capabilities();

    for (Layer layer : Layer.values()) {
      assertThat(capabilities.realisation(layer)).isEqualTo(Layer.Realisation.UNSUPPORTED);
    }
    assertThat(capabilities.isolation()).isEqualTo(Capabilities.Isolation.NONE);
    assertThat(capabilities.recovery()).isEqualTo(Capabilities.Recovery.NONE);
  }

  @Test
  void planningMakesNothing() throws Exception {
    HostBackend backend = new HostBackend(work.resolve("later"), VARIABLES);

    assertThat(backend.plan(JobPlan.commandsOnly("repo")))
        .isEqualTo(new PlanVerdict.Accepted(Resources.ANY, List.of()));
    assertThat(work.resolve("later")).doesNotExist();
  }

  @Test
  void environmentsAreListedAndRenewedForTheirRunnerOnly() throws Exception {
    HostBackend backend = new HostBackend(work, VARIABLES);
    Environment environment =
        backend.create(EnvironmentRequest.of("mine", OWNER, JobPlan.commandsOnly("repo")));
    Owner other = new Owner("other", 1, Map.of());

    assertThat(backend.list("runner")).hasSize(1);
    assertThat(backend.list("other")).isEmpty();
    assertThat(backend.renew(List.of("mine", "gone"), OWNER, Duration.ofMinutes(1)))
        .containsExactly("mine");
    assertThat(backend.renew(List.of("mine"), other, Duration.ofMinutes(1))).isEmpty();
    backend.remove("mine", other);
    assertThat(work.resolve("mine")).isDirectory();
    environment.remove();
    assertThat(backend.list("runner")).isEmpty();
  }

  @Test
  void theFactoryNamesEveryKeyThatItDoesNotKnow() {
    Map<String, Setting> entries = new LinkedHashMap<>();
    entries.put("work-folder", new Setting.Text("relative"));
    entries.put("image", new Setting.Text("debian"));
    HostBackendFactory factory = new HostBackendFactory(work, VARIABLES);

    assertThatThrownBy(() -> factory.create(new Setting.Section(entries)))
        .isInstanceOfSatisfying(
            BerthException.class,
            e -> {
              assertThat(e.errors()).hasSize(2);
              assertThat(e.errors().get(0).problem()).contains("`work-folder`");
              assertThat(e.errors().get(1).problem()).contains("`image`");
            });
    assertThat(factory.create(Setting.Section.EMPTY)).isInstanceOf(HostBackend.class);
  }

  @Test
  void aWorkFolderThatCannotBeMadeIsNamed() throws Exception {
    Path file = Files.createFile(work.resolve("file"));
    HostBackend backend = new HostBackend(file, VARIABLES);

    assertThatThrownBy(
            () -> backend.create(EnvironmentRequest.of("x", OWNER, JobPlan.commandsOnly("repo"))))
        .isInstanceOf(BerthException.class)
        .hasMessageContaining(file.toString());
  }

  @Test
  void theMachineIsNamedAsTheRunnerContextDoes() {
    assertThat(Stream.of("Linux", "macOS", "Windows")).contains(Machine.os());
    assertThat(Stream.of("X64", "ARM64", "X86", "ARM")).contains(Machine.arch());
  }

  private Environment create(String id) throws InterruptedException {
    return new HostBackend(work, VARIABLES)
        .create(EnvironmentRequest.of(id, OWNER, JobPlan.commandsOnly("repo")));
  }

  private static void run(Environment environment, String script) throws InterruptedException {
    environment
        .start(
            new ExecSpec(
                new ExecId("run"),
                List.of("sh", "-c", script),
                environment.layout().env(),
                environment.layout().paths().workspace(),
                null))
        .outcome();
  }
}
