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
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ActionStoreTest {

  private static final Bounds B = Bounds.DEFAULT;

  @TempDir Path folder;

  private Path cache;
  private GitRepository tools;
  private StoreSetting setting;

  @BeforeEach
  void begin() throws Exception {
    cache = folder.resolve("cache");
    tools = GitRepository.create(folder.resolve("forge"), "acme/tools");
    setting = new StoreSetting(cache, "file://" + folder.resolve("forge"));
  }

  @Test
  void aTagABranchAndACommitNameTheSameFiles() throws Exception {
    String commit = tools.file("action.yml", "one").file("lib/x.sh", "x").commit("one");
    tools.git("tag", "v1");
    tools.git("tag", "--annotate", "--message", "two", "v2");
    ActionStore store = setting.store();

    for (String ref :
        List.of(
            "v1",
            "v2",
            "main",
            commit,
            commit.toUpperCase(Locale.ROOT),
            "refs/heads/main",
            "heads/main")) {
      try (ActionFolder opened = store.open(reference("acme/tools@" + ref))) {
        assertThat(opened.commit()).as(ref).isEqualTo(commit);
        assertThat(read(opened, "action.yml")).isEqualTo("one");
        assertThat(opened.files())
            .containsExactlyInAnyOrder(Path.of("action.yml"), Path.of("lib"), Path.of("lib/x.sh"));
      }
    }
    assertThat(new ActionCache(cache).list()).hasSize(1);
  }

  @Test
  void aTagIsPreferredToABranchOfItsName() throws Exception {
    String first = tools.file("action.yml", "one").commit("one");
    tools.git("tag", "stable");
    tools.file("action.yml", "two").commit("two");
    tools.git("branch", "stable");

    assertThat(commit("acme/tools@stable")).isEqualTo(first);
  }

  @Test
  void aRefThatMovedNamesItsNewCommitAndTheOldOneIsKept() throws Exception {
    String first = tools.file("action.yml", "one").commit("one");
    assertThat(commit("acme/tools@main")).isEqualTo(first);

    String second = tools.file("action.yml", "two").commit("two");

    assertThat(commit("acme/tools@main")).isEqualTo(second);
    assertThat(commit("acme/tools@" + first)).isEqualTo(first);
    assertThat(new ActionCache(cache).list()).hasSize(2);
  }

  @Test
  void modesLinksAndNamesAreKept() throws Exception {
    tools.file("run.sh", "#!/bin/sh\n").link("start.sh", "run.sh").file("sp ace/ü.txt", "ü");
    Files.setPosixFilePermissions(
        tools.folder().resolve("run.sh"),
        java.nio.file.attribute.PosixFilePermissions.fromString("rwxr-xr-x"));
    tools.commit("one");

    try (ActionFolder opened = setting.store().open(reference("acme/tools@main"))) {
      assertThat(opened.root().resolve("run.sh")).isExecutable();
      assertThat(Files.readSymbolicLink(opened.root().resolve("start.sh"))).hasToString("run.sh");
      assertThat(read(opened, "start.sh")).isEqualTo("#!/bin/sh\n");
      assertThat(read(opened, "sp ace/ü.txt")).isEqualTo("ü");
      assertThat(opened.read("../entry")).isEmpty();
      assertThat(opened.read("sp ace")).isEmpty();
    }
  }

  @Test
  void aRepositoryWithLongCommitsIsFetchedToo() throws Exception {
    GitRepository modern = GitRepository.create(folder.resolve("forge"), "acme/modern");
    Cache.delete(modern.folder().resolve(".git"));
    modern.git("init", "--quiet", "--initial-branch=main", "--object-format=sha256");
    String commit = modern.file("action.yml", "one").commit("one");

    assertThat(commit).hasSize(64);
    assertThat(commit("acme/modern@main")).isEqualTo(commit);
    assertThat(commit("acme/modern@" + commit)).isEqualTo(commit);
  }

  @Test
  void onlyTheCommitItselfIsFetched() throws Exception {
    tools.file("old.bin", "x".repeat(100_000)).commit("one");
    Files.delete(tools.folder().resolve("old.bin"));
    tools.file("action.yml", "two").commit("two");
    setting.bounds(new Bounds(60_000, B.bytes(), B.files(), B.listing(), B.fetching()));

    try (ActionFolder opened = setting.store().open(reference("acme/tools@main"))) {
      assertThat(opened.files()).containsExactly(Path.of("action.yml"));
    }
  }

  @Test
  void aShortenedCommitIsRefusedAndTheWholeOneProposed() throws Exception {
    String commit = tools.file("action.yml", "one").commit("one");

    BerthError error = refused("acme/tools@" + commit.substring(0, 10));

    assertThat(error.code()).isEqualTo(ErrorCode.ACTION_NOT_FOUND);
    assertThat(error.problem()).contains("shortened commit");
    assertThat(error.similar()).containsExactly("acme/tools@" + commit);
  }

  @Test
  void whatIsNotThereIsSaidAtOnceAndNotTriedAgain() throws Exception {
    tools.file("action.yml", "one").commit("one");
    tools.git("tag", "v4");

    assertThat(refused("acme/tools@v5").similar()).containsExactly("v4");
    assertThat(refused("acme/tools@v5").problem())
        .isEqualTo("the repository `acme/tools` has no tag and no branch `v5`");
    assertThat(refused("acme/tolls@v4").problem()).startsWith("there is no repository at `file:");
    assertThat(refused("acme/tools@" + "0".repeat(40)).problem())
        .isEqualTo("the repository `acme/tools` has no commit `" + "0".repeat(40) + "`");
    assertThat(refused("acme/tools@v*").code()).isEqualTo(ErrorCode.ACTION_NOT_FOUND);
    assertThat(setting.pace().pauses()).isEmpty();
  }

  @Test
  void offlineUsesWhatWasFetchedAndNamesWhatWasNot() throws Exception {
    String commit = tools.file("action.yml", "one").commit("one");
    tools.git("tag", "v1");
    assertThat(commit("acme/tools@v1")).isEqualTo(commit);
    String later = tools.file("action.yml", "two").commit("two");
    tools.git("tag", "--force", "v1");
    setting.offline();

    assertThat(commit("acme/tools@v1")).isEqualTo(commit);
    assertThat(commit("acme/tools@" + commit)).isEqualTo(commit);
    assertThat(refused("acme/tools@v2").problem())
        .isEqualTo("`acme/tools@v2` was not fetched before: which commit `v2` names is not known");
    assertThat(refused("acme/tools@" + later).problem())
        .contains("was not fetched before: commit " + later + " is not there");
  }

  @Test
  void aDamagedEntryIsFetchedAgain() throws Exception {
    tools.file("action.yml", "one").file("lib.js", "lib").commit("one");
    ActionStore store = setting.store();
    Path root;
    try (ActionFolder opened = store.open(reference("acme/tools@main"))) {
      root = opened.root();
    }

    Files.writeString(root.resolve("lib.js"), "");
    assertThat(read(store, "acme/tools@main", "lib.js")).isEqualTo("lib");
    Files.delete(root.resolve("lib.js"));
    assertThat(read(store, "acme/tools@main", "lib.js")).isEqualTo("lib");
    Files.writeString(root.resolveSibling("entry"), "nonsense");
    assertThat(read(store, "acme/tools@main", "lib.js")).isEqualTo("lib");
    Files.delete(root.resolveSibling("entry"));
    assertThat(read(store, "acme/tools@main", "lib.js")).isEqualTo("lib");
    Files.delete(root.resolve("lib.js"));
    assertThat(
            catchThrowableOfType(
                    BerthException.class,
                    () -> setting.offline().store().open(reference("acme/tools@main")))
                .errors()
                .getFirst()
                .problem())
        .endsWith("its files are damaged");
  }

  @Test
  void linksThatLeadOutAreRefused() throws Exception {
    tools
        .file("action.yml", "one")
        .link("fine", "lib/../action.yml")
        .link("lib/absolute", "/etc/passwd")
        .link("lib/upwards", "../../outside")
        .link("one", "lib")
        .link("hidden", "one/../../outside")
        .commit("one");

    BerthError error = refused("acme/tools@main");

    assertThat(error.code()).isEqualTo(ErrorCode.ACTION_INVALID);
    assertThat(error.problem())
        .contains(
            "`lib/absolute` leads to `/etc/passwd`",
            "`lib/upwards` leads to `../../outside`",
            "`hidden` leads to")
        .doesNotContain("fine");
    assertThat(scratches()).isEmpty();
    assertThat(new ActionCache(cache).list()).isEmpty();
  }

  @Test
  void sizesAndCountsAreBoundedBeforeAnythingIsWritten() throws Exception {
    tools.file("a", "x".repeat(3000)).file("b", "y").file("c", "z").commit("one");

    setting.bounds(new Bounds(B.transfer(), 2048, B.files(), B.listing(), B.fetching()));
    assertThat(refused("acme/tools@main").problem())
        .isEqualTo("`acme/tools@main` has files of 3002 B, and 2 KiB are the most");
    setting.bounds(new Bounds(B.transfer(), B.bytes(), 2, B.listing(), B.fetching()));
    assertThat(refused("acme/tools@main").problem())
        .isEqualTo("`acme/tools@main` has 3 files, and 2 are the most");
  }

  @Test
  void aMirrorStandsInAndTheEntryKeepsItsName() throws Exception {
    tools.file("action.yml", "mirrored").commit("one");
    setting
        .forge("https://code.invalid")
        .mirror("https://code.invalid/", "file:///nowhere/")
        .mirror("acme/", "file://" + folder.resolve("forge") + "/acme/");

    assertThat(read(setting.store(), "acme/tools@main", "action.yml")).isEqualTo("mirrored");
    assertThat(new ActionCache(cache).list())
        .extracting(ActionCache.Kept::address)
        .containsExactly("https://code.invalid/acme/tools");
    setting.mirror("https://other.invalid/x/", "file://" + folder.resolve("forge") + "/acme/");
    assertThat(read(setting.store(), "https://other.invalid/x/tools@main", "action.yml"))
        .isEqualTo("mirrored");
  }

  @Test
  void aFolderOfTheUserStandsIn() throws Exception {
    Path mine = Files.createDirectory(folder.resolve("mine"));
    Files.writeString(mine.resolve("action.yml"), "mine");
    Files.createDirectory(mine.resolve(".git"));
    setting.standIn("acme/gone@v1", mine).standIn("acme/gone@v2", folder.resolve("absent"));

    try (ActionFolder opened = setting.store().open(reference("acme/gone/sub@v1"))) {
      assertThat(opened.commit()).isEmpty();
      assertThat(opened.files()).containsExactly(Path.of("action.yml"));
    }
    assertThat(refused("acme/gone@v2").remedy()).isEqualTo("Correct --local-action.");
  }

  @Test
  void aLockFileFixesTheCommitAndTheFiles() throws Exception {
    String commit = tools.file("action.yml", "one").commit("one");
    ActionStore first = setting.store();
    first.open(reference("acme/tools@main")).close();
    Path file = folder.resolve("actions.lock");
    first.used().write(file);
    LockFile lock = LockFile.read(file);
    tools.file("action.yml", "two").commit("two");
    setting.lock(lock);

    assertThat(commit("acme/tools@main")).isEqualTo(commit);
    assertThat(refused("acme/tools@v2").code()).isEqualTo(ErrorCode.ACTION_CHANGED);
    try (ActionFolder opened = setting.store().open(reference("acme/tools@main"))) {
      Files.writeString(opened.root().resolve("action.yml"), "eno");
    }
    assertThat(refused("acme/tools@main").problem())
        .startsWith("the files of `acme/tools@main` have the digest sha256:");
  }

  @Test
  void manyThreadsThatWantTheSameFetchItOnce() throws Exception {
    tools.file("action.yml", "one").commit("one");
    ActionStore store = setting.store();
    Set<Path> roots = ConcurrentHashMap.newKeySet();
    Set<Object> times = ConcurrentHashMap.newKeySet();

    Workers.each(
        16,
        Stream.iterate(0, i -> i + 1).limit(16).toList(),
        _ -> {
          try (ActionFolder opened = store.open(reference("acme/tools@main"))) {
            roots.add(opened.root());
            times.add(fileKey(opened.root()));
          }
        });

    assertThat(roots).hasSize(1);
    assertThat(times).hasSize(1);
    assertThat(scratches()).isEmpty();
  }

  @Test
  void theRepositoryThatBerthStandsInIsNotTouched() throws Exception {
    String commit = tools.file("action.yml", "one").commit("one");
    Path dir = folder.resolve("elsewhere");
    setting
        .env("GIT_DIR", dir.toString())
        .env("GIT_WORK_TREE", dir.toString())
        .env("GIT_INDEX_FILE", dir.toString())
        .env("GIT_TRACE", "1");

    assertThat(commit("acme/tools@main")).isEqualTo(commit);
    assertThat(dir).doesNotExist();
  }

  @Test
  void withoutGitTheUserIsToldToInstallIt() {
    setting.env("PATH", folder.toString());

    BerthError error = refused("acme/tools@main");

    assertThat(error.code()).isEqualTo(ErrorCode.ACTION_UNAVAILABLE);
    assertThat(error.problem()).contains("git cannot be started: `git` is not in PATH");
  }

  @Test
  void whatACommitNeedsToBeCalledComesFromTheVariables() {
    assertThat(ActionStore.folder(Map.of("XDG_CACHE_HOME", "/c", "HOME", "/h")))
        .isEqualTo(Path.of("/c/berth/actions"));
    assertThat(ActionStore.folder(Map.of("XDG_CACHE_HOME", "c", "HOME", "/h")))
        .isEqualTo(Path.of("/h/.cache/berth/actions"));
  }

  @Test
  void whatAKilledProcessLeftBehindIsSweptADayLater() throws Exception {
    tools.file("action.yml", "one").commit("one");
    Path left = Files.createDirectories(cache.resolve("scratch/left/repository"));
    java.nio.file.attribute.FileTime old =
        java.nio.file.attribute.FileTime.from(setting.pace().instant().minus(Duration.ofHours(25)));
    Files.setLastModifiedTime(left.getParent(), old);

    assertThat(commit("acme/tools@main")).isNotEmpty();

    assertThat(scratches()).isEmpty();
  }

  private static Object fileKey(Path root) {
    try {
      return String.valueOf(
          Files.readAttributes(root, java.nio.file.attribute.BasicFileAttributes.class).fileKey());
    } catch (IOException e) {
      throw new IllegalStateException(e);
    }
  }

  private List<Path> scratches() throws IOException {
    return Cache.list(cache.resolve("scratch"));
  }

  private String commit(String text) throws InterruptedException {
    try (ActionFolder opened = setting.store().open(reference(text))) {
      return opened.commit();
    }
  }

  private BerthError refused(String text) {
    BerthException refusal =
        catchThrowableOfType(
            BerthException.class, () -> setting.store().open(reference(text)).close());
    assertThat(refusal).as(text).isNotNull();
    return Objects.requireNonNull(refusal).errors().getFirst();
  }

  private static String read(ActionStore store, String text, String path) throws Exception {
    try (ActionFolder opened = store.open(reference(text))) {
      return read(opened, path);
    }
  }

  private static String read(ActionFolder opened, String path) throws IOException {
    return new String(opened.read(path).orElseThrow(), UTF_8);
  }
}
