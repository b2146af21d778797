// SPDX-License-Identifier: Apache-2.0
package io.berth.workflow;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.berth.model.BerthError;
import io.berth.model.BerthException;
import io.berth.model.SourceSpan;
import io.berth.workflow.ActionReference.Image;
import io.berth.workflow.ActionReference.Local;
import io.berth.workflow.ActionReference.Own;
import io.berth.workflow.ActionReference.Repository;
import java.util.Objects;
import org.junit.jupiter.api.Test;

class ActionReferenceTest {

  private static final SourceSpan HERE = new SourceSpan("build.yml", 3, 11, 4);

  @Test
  void aRepositoryIsNamedWithItsOwnerItsPathAndItsRef() {
    assertThat(read("actions/checkout@v4"))
        .isEqualTo(new Repository("", "actions", "checkout", "", "v4"));
    assertThat(read("acme/tools/ci//greet/@feature/x"))
        .isEqualTo(new Repository("", "acme", "tools", "ci/greet", "feature/x"));
    assertThat(read("acme\\tools\\ci@main"))
        .isEqualTo(new Repository("", "acme", "tools", "ci", "main"));
  }

  @Test
  void aFullAddressKeepsItsHost() {
    assertThat(read("https://code.example.org:3000/acme/tools/greet@v1"))
        .isEqualTo(new Repository("https://code.example.org:3000", "acme", "tools", "greet", "v1"))
        .hasToString("https://code.example.org:3000/acme/tools/greet@v1");
  }

  @Test
  void pathsStayInsideTheirRoot() {
    assertThat(read("./")).isEqualTo(new Local(""));
    assertThat(read("./.github/actions/my action"))
        .isEqualTo(new Local(".github/actions/my action"));
    assertThat(read("./a/../b/./c")).isEqualTo(new Local("b/c"));
    assertThat(read("$/ci/greet")).isEqualTo(new Own("ci/greet"));
    assertThat(refused("./a/../../b").problem()).contains("leads out of the repository");
    assertThat(refused("acme/tools/../x/../../y@v1").problem()).contains("leads out");
  }

  @Test
  void whatLiesBesideAnActionIsAtTheSameCommit() {
    var holder = new Repository("https://h", "acme", "tools", "ci/greet", "v1");

    assertThat(new Own("ci/part").in(holder))
        .isEqualTo(new Repository("https://h", "acme", "tools", "ci/part", "v1"));
  }

  @Test
  void anImageIsWhatStandsBehindItsScheme() {
    assertThat(read("docker://ghcr.io/acme/tool@sha256:00"))
        .isEqualTo(new Image("ghcr.io/acme/tool@sha256:00"));
    assertThat(refused("docker://").problem()).isEqualTo("`docker://` names no image");
  }

  @Test
  void aTextThatNamesNothingSaysWhatMayHaveBeenMeant() {
    assertThat(refused("actions/checkout").problem())
        .isEqualTo("`actions/checkout` says no version");
    assertThat(refused("actions/checkout:v4").similar()).containsExactly("actions/checkout@v4");
    assertThat(refused(".github/actions/greet").similar())
        .containsExactly("./.github/actions/greet");
    assertThat(refused("docker:alpine").similar()).containsExactly("docker://alpine");
    assertThat(refused("docker:/alpine").similar()).containsExactly("docker://alpine");
    assertThat(refused("actions/checkout @v4").similar()).containsExactly("actions/checkout@v4");
    assertThat(refused("/ci/greet").similar()).containsExactly("./ci/greet");
  }

  @Test
  void aTextThatNamesNothingIsRefusedAtItsPlace() {
    for (String text :
        new String[] {
          "",
          " ",
          "checkout@v4",
          "actions/checkout@",
          "actions/checkout@v4@v5",
          "actions/checkout@--upload-pack=x",
          "-x/checkout@v4",
          "../other@v1",
          "ssh://host/acme/tools@v1",
          "https://token@host/acme/tools@v1",
          "https:///acme/tools@v1",
          "https://host@v1",
          "acme/to;ols@v1"
        }) {
      assertThat(refused(text).where()).as(text).isEqualTo(HERE);
    }
    assertThat(refused("https://token@host/a/b@v1").problem()).doesNotContain("token");
  }

  private static ActionReference read(String text) {
    return ActionReference.parse(text, HERE);
  }

  private static BerthError refused(String text) {
    var refusal = catchThrowableOfType(BerthException.class, () -> read(text));
    assertThat(refusal).as(text).isNotNull();
    return Objects.requireNonNull(refusal).errors().getFirst();
  }
}
