// SPDX-License-Identifier: Apache-2.0
package io.berth.actions;

import static io.berth.actions.StoreSetting.reference;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.berth.model.BerthError;
import io.berth.model.BerthException;
import io.berth.model.ErrorCode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Objects;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ServerFaultsTest {

  private static final String MAIN = "acme/tools@main";

  @TempDir Path folder;

  private Path cache;
  private GitRepository tools;
  private String commit;
  private GitServer server;
  private StoreSetting setting;

  @BeforeEach
  void begin() throws Exception {
    cache = folder.resolve("cache");
    tools = GitRepository.create(folder.resolve("forge"), "acme/tools");
    byte[] noise = new byte[400_000];
    new Random(1).nextBytes(noise);
    Files.write(tools.folder().resolve("noise"), noise);
    commit = tools.file("action.yml", "one").commit("one");
    server = GitServer.start(folder.resolve("forge"));
    setting = new StoreSetting(cache, server.address());
  }

  @AfterEach
  void end() {
    server.close();
  }

  @Test
  void aRepositoryIsFetchedOverHttpOnceAndAskedForItsRefEachTime() throws Exception {
    assertThat(open(MAIN)).isEqualTo(commit);
    assertThat(open(MAIN)).isEqualTo(commit);

    assertThat(server.fetches()).isEqualTo(1);
    assertThat(server.requests()).filteredOn(request -> request.startsWith("GET ")).hasSize(3);
  }

  @Test
  void aCommitThatIsThereNeedsNoServer() throws Exception {
    assertThat(open(MAIN)).isEqualTo(commit);
    int before = server.requests().size();

    assertThat(open("acme/tools@" + commit)).isEqualTo(commit);

    assertThat(server.requests()).hasSize(before);
  }

  @Test
  void aServerThatGivesBranchesAloneIsFetchedWhole() throws Exception {
    tools.file("action.yml", "two").commit("two");
    server.firstProtocol();

    assertThat(open("acme/tools@" + commit)).isEqualTo(commit);
  }

  @Test
  void aServerThatKnowsNothingOfGitWillDo() throws Exception {
    tools.git("update-server-info");
    server.filesAlone();
    setting.forge(server.address()).mirror("acme/", server.address() + "/acme/");
    Path git = tools.folder().resolve(".git");
    assertThat(git).isDirectory();
    setting.mirror("acme/tools", server.address() + "/acme/tools/.git");

    assertThat(open(MAIN)).isEqualTo(commit);
  }

  @Test
  void aServerThatFailsIsTriedThreeTimes() throws Exception {
    server.fail(2);

    assertThat(open(MAIN)).isEqualTo(commit);

    assertThat(setting.pace().pauses())
        .containsExactly(Duration.ofSeconds(1), Duration.ofSeconds(5));
  }

  @Test
  void aServerThatFailsForGoodIsGivenUp() {
    server.fail(100);

    BerthError error = refused(MAIN);

    assertThat(error.code()).isEqualTo(ErrorCode.ACTION_UNAVAILABLE);
    assertThat(error.problem())
        .contains("tried 3 times: ", "error: 503", server.address() + "/acme/tools");
    assertThat(error.remedy()).contains("git ls-remote " + server.address(), "--offline");
    assertThat(setting.pace().pauses()).hasSize(2);
  }

  @Test
  void aServerThatIsNotThereIsTriedThreeTimes() {
    server.close();

    assertThat(refused(MAIN).code()).isEqualTo(ErrorCode.ACTION_UNAVAILABLE);
    assertThat(setting.pace().pauses()).hasSize(2);
  }

  @Test
  void aRepositoryThatIsNotThereIsAskedForOnce() {
    BerthError error = refused("acme/tolls@main");

    assertThat(error.code()).isEqualTo(ErrorCode.ACTION_NOT_FOUND);
    assertThat(error.problem())
        .isEqualTo(
            "there is no repository at `"
                + server.address()
                + "/acme/tolls`, which `acme/tolls@main` names");
    assertThat(setting.pace().pauses()).isEmpty();
  }

  @Test
  void aPrivateRepositoryIsShownForItsTokenAlone() throws Exception {
    server.authorization(Credentials.header("s3cret"));

    BerthError none = refused(MAIN);
    assertThat(none.code()).isEqualTo(ErrorCode.ACTION_NOT_FOUND);
    assertThat(none.problem()).contains("does not exist, or is private");
    setting.token("http://127.0.0.1:1", "s3cret");
    assertThat(refused(MAIN).problem()).contains("does not exist, or is private");
    setting.token(server.address(), "wrong");
    assertThat(refused(MAIN).problem()).contains("private").doesNotContain("wrong");
    setting.token(server.address(), "s3cret");
    assertThat(open(MAIN)).isEqualTo(commit);
    assertThat(setting.pace().pauses()).isEmpty();
  }

  @Test
  void aTokenStandsInNoFileOfTheCacheAndInNoArgument() throws Exception {
    server.authorization(Credentials.header("s3cret"));
    setting.token(server.address(), "s3cret");
    Path seen = folder.resolve("seen");
    Path fake = Files.createDirectory(folder.resolve("bin")).resolve("git");
    String path = System.getenv("PATH");
    Files.writeString(
        fake, "#!/bin/sh\necho \"$@\" >> " + seen + "\nPATH='" + path + "' exec git \"$@\"\n");
    Files.setPosixFilePermissions(
        fake, java.nio.file.attribute.PosixFilePermissions.fromString("rwxr-xr-x"));
    setting.env("PATH", fake.getParent() + ":" + path);

    assertThat(open(MAIN)).isEqualTo(commit);

    String encoded = Credentials.header("s3cret").substring("Authorization: Basic ".length());
    assertThat(seen).content().contains("ls-remote").doesNotContain("s3cret", encoded);
    try (Stream<Path> all = Files.walk(cache)) {
      for (Path file : all.filter(Files::isRegularFile).toList()) {
        assertThat(new String(Files.readAllBytes(file), UTF_8)).doesNotContain("s3cret", encoded);
      }
    }
  }

  @Test
  void aProxyIsAskedWhereThereIsOne() throws Exception {
    setting.forge("http://code.invalid").env("http_proxy", server.address());

    assertThat(open(MAIN)).isEqualTo(commit);
  }

  @Test
  void anAuthorityOfTheUsersOwnIsTrustedAndAStrangerIsNot() throws Exception {
    Certificate own = Certificate.create(folder.resolve("own"));
    try (GitServer secure = GitServer.start(folder.resolve("forge"), own.context())) {
      setting.forge(secure.address()).env("GIT_SSL_CAINFO", own.file().toString());
      assertThat(open(MAIN)).isEqualTo(commit);

      Certificate other = Certificate.create(folder.resolve("other"));
      setting.env("GIT_SSL_CAINFO", other.file().toString());
      assertThat(refused(MAIN).remedy())
          .startsWith("Name the file of the authority in GIT_SSL_CAINFO");
    }
  }

  @Test
  void aPasswordInAnAddressIsRefusedAndNotPrinted() {
    setting.forge("https://me:s3cret@code.example.org");

    BerthException refusal = catchThrowableOfType(BerthException.class, setting::store);

    assertThat(refusal.errors().getFirst().code()).isEqualTo(ErrorCode.CONFIGURATION_INVALID);
    assertThat(refusal).hasMessageContaining("`code.example.org`").message().doesNotContain("s3c");
  }

  @Test
  void anAnswerThatIsCutIsTriedAgain() throws Exception {
    server.stall();
    var opened = CompletableFuture.supplyAsync(() -> openUnchecked(MAIN));
    assertThat(server.awaitStall()).isTrue();

    server.cut();

    assertThat(opened.join()).isEqualTo(commit);
    assertThat(setting.pace().pauses()).containsExactly(Duration.ofSeconds(1));
    assertThat(server.fetches()).isEqualTo(2);
  }

  @Test
  void aFetchThatTakesTooLongIsEndedAndTriedAgain() throws Exception {
    Bounds usual = Bounds.DEFAULT;
    setting.bounds(
        new Bounds(
            usual.transfer(),
            usual.bytes(),
            usual.files(),
            usual.listing(),
            Duration.ofSeconds(2)));
    server.stall();

    assertThat(open(MAIN)).isEqualTo(commit);

    assertThat(setting.pace().pauses()).hasSize(1);
  }

  @Test
  void aFetchOfTooMuchIsEnded() {
    Bounds usual = Bounds.DEFAULT;
    setting.bounds(
        new Bounds(10_000, usual.bytes(), usual.files(), usual.listing(), usual.fetching()));
    server.stall();

    BerthError error = refused(MAIN);

    assertThat(error.problem()).isEqualTo("fetching `acme/tools@main` takes more than 10000 B");
    assertThat(setting.pace().pauses()).isEmpty();
  }

  @Test
  void whoIsInterruptedLeavesNothingBehind() throws Exception {
    server.stall();
    Thread opening = Thread.ofVirtual().start(() -> refusedByInterrupt(MAIN));
    assertThat(server.awaitStall()).isTrue();

    opening.interrupt();
    opening.join();

    assertThat(Cache.list(cache.resolve("scratch"))).isEmpty();
    server.cut();
    assertThat(open(MAIN)).isEqualTo(commit);
  }

  @Test
  void aProcessThatIsKilledHalfwayPoisonsNothing() throws Exception {
    server.stall();
    try (OtherProcess other = OtherProcess.start(cache, server.address(), MAIN)) {
      assertThat(server.awaitStall()).isTrue();
      other.kill();
    }
    assertThat(new ActionCache(cache).list()).isEmpty();
    server.cut();

    assertThat(open(MAIN)).isEqualTo(commit);

    assertThat(new ActionCache(cache).list()).hasSize(1);
  }

  @Test
  void twoProcessesThatWantTheSameFetchItOnce() throws Exception {
    try (OtherProcess one = OtherProcess.start(cache, server.address(), MAIN);
        OtherProcess two = OtherProcess.start(cache, server.address(), MAIN)) {
      assertThat(one.opened()).isEqualTo(commit);
      assertThat(two.opened()).isEqualTo(commit);
    }

    assertThat(server.fetches()).isEqualTo(1);
    assertThat(Cache.list(cache.resolve("scratch"))).isEmpty();
  }

  @Test
  void whatAnotherProcessUsesIsNotPruned() throws Exception {
    ActionCache kept = new ActionCache(cache);
    try (OtherProcess other = OtherProcess.start(cache, server.address(), MAIN)) {
      assertThat(other.opened()).isEqualTo(commit);

      ActionCache.Pruned none = kept.prune(Duration.ZERO, 0, setting.pace().instant());

      assertThat(none.removed()).isEmpty();
      assertThat(none.used()).extracting(ActionCache.Kept::commit).containsExactly(commit);
      other.kill();
    }
    ActionCache.Pruned pruned = kept.prune(Duration.ZERO, 0, setting.pace().instant());
    assertThat(pruned.removed()).extracting(ActionCache.Kept::commit).containsExactly(commit);
    assertThat(kept.list()).isEmpty();
  }

  private String open(String text) throws InterruptedException, IOException {
    try (ActionFolder opened = setting.store().open(reference(text))) {
      assertThat(opened.read("action.yml")).isPresent();
      return opened.commit();
    }
  }

  private String openUnchecked(String text) {
    try {
      return open(text);
    } catch (InterruptedException | IOException e) {
      throw new IllegalStateException(e);
    }
  }

  private void refusedByInterrupt(String text) {
    assertThat(catchThrowableOfType(InterruptedException.class, () -> open(text))).isNotNull();
  }

  private BerthError refused(String text) {
    BerthException refusal =
        catchThrowableOfType(BerthException.class, () -> setting.store().open(reference(text)));
    assertThat(refusal).as(text).isNotNull();
    return Objects.requireNonNull(refusal).errors().getFirst();
  }
}
