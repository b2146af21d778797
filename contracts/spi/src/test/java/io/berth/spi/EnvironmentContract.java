// SPDX-License-Identifier: Apache-2.0
package io.berth.spi;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.berth.model.BerthException;
import io.berth.model.ErrorCode;
import io.berth.model.SourceSpan;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/// What every [Environment] promises about its life and its layers. A backend extends it and says
/// how it is made.
public abstract class EnvironmentContract extends ContractFixture {

  @Test
  void removingEndsWhatRunsAndSaysThatTheEnvironmentIsLost() throws Exception {
    Execution execution = sh("echo begun; sleep 60");
    execution.read(0, 0);

    environment.remove();
    environment.remove();

    assertThat(execution.outcome()).isInstanceOf(ExecOutcome.EnvironmentLost.class);
    assertThatThrownBy(() -> sh("true"))
        .isInstanceOfSatisfying(
            BerthException.class,
            e ->
                assertThat(e.errors().getFirst().code())
                    .isEqualTo(ErrorCode.ENVIRONMENT_NOT_READY));
    backend.remove("never-made", OWNER);
  }

  @Test
  void stoppingEndsWhatRunsAndLeavesTheFiles() throws Exception {
    String workspace = environment.layout().paths().workspace();
    Execution execution = sh("echo > kept; echo begun; sleep 60");
    execution.read(0, 0);

    environment.stop();

    assertThat(execution.outcome()).isInstanceOf(ExecOutcome.EnvironmentLost.class);
    assertThatThrownBy(() -> sh("true")).isInstanceOf(BerthException.class);
    assertThat(environment.listFiles(workspace, false, 10)).hasSize(1);
  }

  @Test
  void theFoldersOfTheLayoutExistAndCanBeWritten() throws Exception {
    Layout.Paths paths = environment.layout().paths();
    for (String path :
        List.of(paths.workspace(), paths.temp(), paths.actions(), paths.toolCache())) {
      assertThat(sh("cd '" + path + "' && : > .probe && rm .probe").outcome())
          .isEqualTo(new ExecOutcome.Exited(0));
    }
    assertThat(environment.layout().env()).containsKeys("PATH", "HOME");
  }

  @Test
  void environmentsHaveNoFolderInCommon() throws Exception {
    Environment other = create(freshId());
    try {
      Layout.Paths mine = environment.layout().paths();
      for (String folder : List.of(mine.workspace(), mine.temp(), mine.actions())) {
        String mark = folder + "/mine";
        environment.writeFiles(List.of(new FileWrite(mark, new byte[] {1}, false)));

        assertThat(other.readFiles(List.of(theirs(other, mine, folder) + "/mine"), 1).getFirst())
            .extracting(FileContent::content)
            .isNull();
      }
    } finally {
      other.remove();
    }
  }

  /// Returns the folder of another environment that corresponds to one of ours.
  private static String theirs(Environment other, Layout.Paths mine, String folder) {
    Layout.Paths theirs = other.layout().paths();
    if (folder.equals(mine.workspace())) {
      return theirs.workspace();
    }
    return folder.equals(mine.temp()) ? theirs.temp() : theirs.actions();
  }

  @Test
  void theSameRequestReturnsTheSameEnvironmentAndAnotherOneIsRefused() throws Exception {
    EnvironmentRequest request =
        EnvironmentRequest.of("twice", OWNER, JobPlan.commandsOnly("repo"));
    Environment first = backend.create(request);
    try {
      assertThat(backend.create(request)).isSameAs(first);
      assertThatThrownBy(
              () ->
                  backend.create(
                      EnvironmentRequest.of("twice", OWNER, JobPlan.commandsOnly("other"))))
          .isInstanceOf(BerthException.class);
    } finally {
      first.remove();
    }
  }

  @ParameterizedTest
  @EnumSource
  void aLayerThatIsNotDeclaredIsRefusedByPlanAndCall(Layer layer) {
    if (backend.capabilities().realisation(layer) != Layer.Realisation.UNSUPPORTED) {
      return;
    }
    SourceSpan where = new SourceSpan("ci.yml", 7, 5, 3);
    ContainerSpec container =
        new ContainerSpec("c", "db", "image", null, Map.of(), "", List.of(), List.of(), where);
    refusedByPlan(layer, container, where);
    assertThatThrownBy(() -> call(layer, container))
        .isInstanceOfSatisfying(
            BerthException.class,
            e -> assertThat(e.errors().getFirst().code()).isEqualTo(ErrorCode.LAYER_UNSUPPORTED));
  }

  private void refusedByPlan(Layer layer, ContainerSpec container, SourceSpan where) {
    JobPlan plan =
        new JobPlan(
            "repo",
            layer == Layer.JOB_CONTAINER ? container : null,
            layer == Layer.SERVICE ? List.of(container) : List.of(),
            new JobPlan.StepLayers(
                layer == Layer.STEP_CONTAINER ? List.of(where) : List.of(),
                layer == Layer.IMAGE_BUILD ? List.of(where) : List.of()),
            Resources.ANY);

    assertThat(backend.plan(plan))
        .isInstanceOfSatisfying(
            PlanVerdict.Refused.class,
            refused -> {
              assertThat(refused.unmet()).hasSize(1);
              assertThat(refused.unmet().getFirst().layer()).isEqualTo(layer);
              assertThat(refused.unmet().getFirst().error().where()).isEqualTo(where);
            });
  }

  @Test
  void aTerminalThatIsDeclaredIsOneThatAPersonCanTalkAt() throws Exception {
    if (!backend.hasTerminals()) {
      assertThatThrownBy(() -> environment.converse(spec("true"), 80, 24))
          .isInstanceOfSatisfying(
              BerthException.class,
              e -> assertThat(e.errors().getFirst().code()).isEqualTo(ErrorCode.LAYER_UNSUPPORTED));
      return;
    }
    Conversation conversation =
        environment.converse(
            spec("stty -echo; test -t 0 && echo ready; read x; echo \"got $x\"; stty size; exit 4"),
            90,
            20);
    var shown = new StringBuilder();
    Chunk chunk = conversation.read(0, 0);
    while (!chunk.isEnd()) {
      shown.append(new String(chunk.bytes(), UTF_8));
      if (shown.toString().equals("ready\r\n")) {
        conversation.resize(91, 21);
        conversation.type("hello\n".getBytes(UTF_8));
      }
      chunk = conversation.read(chunk.end(), chunk.end());
    }

    assertThat(shown.toString()).isEqualTo("ready\r\ngot hello\r\n21 91\r\n");
    assertThat(conversation.outcome()).isEqualTo(new ExecOutcome.Exited(4));
    assertThat(environment.execution(conversation.id())).isPresent();
  }

  private void call(Layer layer, ContainerSpec container) throws InterruptedException {
    switch (layer) {
      case JOB_CONTAINER -> environment.createJobContainer(container);
      case SERVICE -> environment.createServiceContainer(container);
      case STEP_CONTAINER -> environment.createStepContainer(nextId(), container);
      case IMAGE_BUILD ->
          environment.buildImage(new ImageBuild("i", "/tmp", "Dockerfile", Map.of()));
    }
  }
}
