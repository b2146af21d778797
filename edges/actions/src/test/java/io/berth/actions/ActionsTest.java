// SPDX-License-Identifier: Apache-2.0
package io.berth.actions;

import static io.berth.actions.StoreSetting.reference;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.berth.actions.Actions.Wanted;
import io.berth.model.BerthError;
import io.berth.model.BerthException;
import io.berth.model.ErrorCode;
import io.berth.model.SourceSpan;
import io.berth.workflow.ActionRuns;
import io.berth.workflow.Dialect;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ActionsTest {

  private static final String NODE = "runs: {using: node20, main: main.js}\n";

  @TempDir Path folder;

  private GitServer server;
  private StoreSetting setting;

  @BeforeEach
  void begin() throws Exception {
    server = GitServer.start(folder.resolve("forge"));
    setting = new StoreSetting(folder.resolve("cache"), server.address());
  }

  @AfterEach
  void end() {
    server.close();
  }

  @Test
  void compositeActionsAreFollowedLevelByLevel() throws Exception {
    repository("acme/leaf").file("action.yml", NODE).commit("one");
    repository("acme/tools")
        .file("deep/action.yaml", composite("acme/leaf@main", "$/part", "./late", "docker://x:1"))
        .file("part/action.yml", NODE)
        .file("image/Dockerfile", "FROM scratch\n")
        .commit("one");

    try (Resolution found = resolve("acme/tools/deep@main", "acme/tools/image@main")) {
      assertThat(found.errors()).isEmpty();
      assertThat(found.actions().keySet())
          .extracting(Object::toString)
          .containsExactly(
              "acme/tools/deep@main",
              "acme/tools/image@main",
              "acme/leaf@main",
              "acme/tools/part@main");
      ResolvedAction image = found.find(reference("acme/tools/image@main")).orElseThrow();
      assertThat(image.manifest().runs()).isInstanceOf(ActionRuns.Docker.class);
      ResolvedAction part = found.find(reference("acme/tools/part@main")).orElseThrow();
      assertThat(part.commit()).isEqualTo(image.commit());
      assertThat(part.folder()).isSameAs(image.folder());
      assertThat(part.manifest().file()).isEqualTo("acme/tools@main:part/action.yml");
    }
  }

  @Test
  void aRepositoryIsAskedForOnceHoweverOftenItIsUsed() throws Exception {
    repository("acme/tools")
        .file("a/action.yml", composite("acme/tools/b@main", "$/c"))
        .file("b/action.yml", composite("acme/tools/c@main"))
        .file("c/action.yml", NODE)
        .commit("one");

    try (Resolution found =
        resolve("acme/tools/a@main", "acme/tools/b@main", "acme/tools/a@main")) {
      assertThat(found.errors()).isEmpty();
      assertThat(found.actions()).hasSize(3);
      assertThat(found.folders()).hasSize(1);
    }

    assertThat(server.fetches()).isEqualTo(1);
    assertThat(server.requests()).filteredOn(request -> request.startsWith("GET ")).hasSize(2);
  }

  @Test
  void everythingThatIsWrongIsSaidAtOnceEachAtItsPlace() throws Exception {
    repository("acme/tools")
        .file("outer/action.yml", composite("acme/tools/none@main", "acme/tools"))
        .file("broken/action.yml", "runs: {using: node20}\n")
        .file("old/action.yml", "runs: {plugin: checkout}\n")
        .commit("one");

    try (Resolution found =
        resolve(
            "acme/tools/outer@main",
            "acme/tools/broken@main",
            "acme/tools/old@main",
            "acme/gone/x@v1",
            "acme/gone/y@v1")) {
      assertThat(found.actions()).hasSize(1);
      assertThat(found.errors())
          .extracting(error -> error.where() + " " + error.problem())
          .containsExactly(
              "acme/tools@main:outer/action.yml:5:11 `acme/tools` says no version",
              "acme/tools@main:broken/action.yml:1:7 a JavaScript action needs `main`",
              "build.yml:3:9 `acme/tools/old@main` is the code `checkout`,"
                  + " which only GitHub's runner contains",
              "build.yml:4:9 there is no repository at `"
                  + server.address()
                  + "/acme/gone`, which `acme/gone/x@v1` names",
              "acme/tools@main:outer/action.yml:4:11 Can't find 'action.yml', 'action.yaml' or"
                  + " 'Dockerfile' under 'acme/tools@main:none'. Did you forget to run"
                  + " actions/checkout before running your local action?");
    }
  }

  @Test
  void nineLevelsBelowTheJobAreFineAndTenAreNot() throws Exception {
    GitRepository chain = repository("acme/chain");
    for (int i = 0; i < 10; i++) {
      chain.file(i + "/action.yml", composite("acme/chain/" + (i + 1) + "@main"));
    }
    chain.file("10/action.yml", NODE).commit("one");

    try (Resolution fine = resolve("acme/chain/1@main")) {
      assertThat(fine.errors()).isEmpty();
      assertThat(fine.actions()).hasSize(10);
    }
    try (Resolution deep = resolve("acme/chain/0@main")) {
      assertThat(deep.errors())
          .extracting(BerthError::problem)
          .containsExactly("`acme/chain/10@main` is used more than 9 actions deep");
    }
  }

  @Test
  void anActionThatUsesItselfIsRefused() throws Exception {
    repository("acme/loop").file("action.yml", composite("acme/loop@main")).commit("one");

    try (Resolution found = resolve("acme/loop@main")) {
      assertThat(found.errors())
          .extracting(BerthError::code)
          .containsExactly(ErrorCode.ACTION_INVALID);
      assertThat(found.errors().getFirst().remedy())
          .isEqualTo("See whether an action uses itself.");
    }
  }

  @Test
  void actionsAreKeptUntilTheResolutionIsClosed() throws Exception {
    repository("acme/tools").file("action.yml", NODE).commit("one");
    ActionCache cache = new ActionCache(folder.resolve("cache"));

    try (Resolution found = resolve("acme/tools@main")) {
      assertThat(found.actions()).hasSize(1);
      assertThat(prune(cache).used()).hasSize(1);
    }
    assertThat(prune(cache).removed()).hasSize(1);
  }

  @Test
  void aCalledWorkflowIsReadFromItsRepository() throws Exception {
    String commit =
        repository("acme/flows").file(".github/workflows/call.yml", "on: x").commit("one");
    try (Repositories repositories = new Repositories(setting.store())) {
      Repositories.CalledFile file =
          repositories.read(wanted("acme/flows/.github/workflows/call.yml@main", 1));

      assertThat(file.commit()).isEqualTo(commit);
      assertThat(new String(file.content(), UTF_8)).isEqualTo("on: x");
      BerthException missing =
          catchThrowableOfType(
              BerthException.class, () -> repositories.read(wanted("acme/flows/none.yml@main", 7)));
      assertThat(missing.errors())
          .extracting(error -> error.where() + " " + error.problem())
          .containsExactly("build.yml:7:9 `acme/flows@main` has no file `none.yml`");
    }
  }

  private ActionCache.Pruned prune(ActionCache cache) throws InterruptedException {
    return cache.prune(java.time.Duration.ofDays(1), 0, setting.pace().instant());
  }

  private GitRepository repository(String name) throws Exception {
    return GitRepository.create(folder.resolve("forge"), name);
  }

  private static String composite(String... uses) {
    StringBuilder text = new StringBuilder("runs:\n  using: composite\n  steps:\n");
    for (String one : uses) {
      text.append("  - uses: ").append(one).append('\n');
    }
    return text.toString();
  }

  private Resolution resolve(String... references) throws InterruptedException {
    List<Wanted> wanted = new ArrayList<>();
    for (String text : references) {
      wanted.add(wanted(text, wanted.size() + 1));
    }
    return new Actions(setting.store(), Dialect.GITHUB).resolve(wanted);
  }

  private static Wanted wanted(String text, int line) {
    return new Wanted(reference(text), new SourceSpan("build.yml", line, 9, 1));
  }
}
