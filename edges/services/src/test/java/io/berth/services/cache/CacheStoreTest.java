// SPDX-License-Identifier: Apache-2.0
package io.berth.services.cache;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.berth.services.ByteRange;
import io.berth.services.Refusal;
import io.berth.services.ServedJob;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class CacheStoreTest {

  private static final String MAIN = "refs/heads/main";
  private static final ServedJob JOB = job("1", "a/b", MAIN);
  private static final CacheLimits SMALL = new CacheLimits(10, 20, 4, Duration.ofDays(7), 3);

  @TempDir private Path folder;
  private final ManualClock clock = new ManualClock();
  private final List<CacheStore> open = new ArrayList<>();

  private static ServedJob job(String run, String repository, String... scopes) {
    return new ServedJob(run, "build", repository, scopes[0], Arrays.asList(scopes));
  }

  private CacheStore store() throws Exception {
    CacheStore store = CacheStore.open(folder, SMALL, clock, _ -> true);
    open.add(store);
    return store;
  }

  @AfterEach
  void close() throws IOException {
    for (CacheStore store : open) {
      store.close();
    }
  }

  private void keep(CacheStore store, ServedJob job, String key, String content) throws Exception {
    var uploads = new Uploads(store, SMALL, _ -> true);
    var upload = uploads.begin(job, key(key));
    send(upload, content);
    uploads.end(upload, content.length());
    clock.pass(Duration.ofMinutes(1));
  }

  private static void send(Uploads.Upload upload, String content) throws IOException {
    upload
        .blob()
        .part(
            new ByteRange(0, content.length()), new ByteArrayInputStream(content.getBytes(UTF_8)));
  }

  private static CacheKey key(String key) throws Refusal {
    return CacheKey.of(key, "v");
  }

  private static String found(CacheStore store, ServedJob job, String key, String... others)
      throws Exception {
    List<CacheKey> restoreKeys = new ArrayList<>();
    for (String other : others) {
      restoreKeys.add(key(other));
    }
    var entry = store.find(job, key(key), restoreKeys);
    if (entry.isEmpty()) {
      return "nothing";
    }
    var out = new ByteArrayOutputStream();
    try (var source = store.content(job, entry.get().id())) {
      source.send(new ByteRange(0, source.size()), out);
    }
    return entry.get().key().key() + "=" + out.toString(UTF_8);
  }

  @Test
  void theKeyItselfWinsThenTheNewestThatBeginsWithIt() throws Exception {
    CacheStore store = store();
    keep(store, JOB, "Linux-1", "a");
    keep(store, JOB, "Linux-12", "b");
    keep(store, JOB, "Mac-1", "c");

    assertThat(found(store, JOB, "Linux-1")).isEqualTo("Linux-1=a");
    assertThat(found(store, JOB, "Linux-")).isEqualTo("Linux-12=b");
    assertThat(found(store, JOB, "none", "nor", "Mac", "Linux-")).isEqualTo("Mac-1=c");
    assertThat(found(store, JOB, "none", "nor")).isEqualTo("nothing");
    assertThat(found(store, JOB, "LINUX-1")).isEqualTo("Linux-1=a");
  }

  @Test
  void anotherVersionIsAnotherEntry() throws Exception {
    CacheStore store = store();
    keep(store, JOB, "k", "a");

    assertThat(store.find(JOB, CacheKey.of("k", "w"), List.of())).isEmpty();
    assertThat(store.isKept(JOB, CacheKey.of("k", "w"))).isFalse();
  }

  @Test
  void aPullRequestReadsItsBaseAndWritesForItselfOnly() throws Exception {
    CacheStore store = store();
    ServedJob request = job("2", "a/b", "refs/pull/7/merge", "refs/heads/dev", MAIN);
    keep(store, JOB, "k-main", "m");
    keep(store, request, "k-own", "o");

    assertThat(found(store, request, "k-main")).isEqualTo("k-main=m");
    assertThat(found(store, request, "k-")).isEqualTo("k-own=o");
    assertThat(found(store, JOB, "k-own")).isEqualTo("nothing");
    assertThat(found(store, JOB, "k-")).isEqualTo("k-main=m");
    assertThat(found(store, job("3", "a/b", "refs/pull/8/merge", MAIN), "k-own"))
        .isEqualTo("nothing");
  }

  @Test
  void aScopeThatIsNearerWinsWithAPrefixOverTheKeyItself() throws Exception {
    CacheStore store = store();
    ServedJob branch = job("2", "a/b", "refs/heads/x", MAIN);
    keep(store, JOB, "k", "main");
    keep(store, branch, "k-old", "own");

    assertThat(found(store, branch, "k")).isEqualTo("k-old=own");
  }

  @Test
  void noRepositorySeesAnother() throws Exception {
    CacheStore store = store();
    ServedJob other = job("2", "a/c", MAIN);
    keep(store, JOB, "k", "a");
    long id = store.find(JOB, key("k"), List.of()).orElseThrow().id();

    assertThat(found(store, other, "k")).isEqualTo("nothing");
    assertThatThrownBy(() -> store.content(other, id)).isInstanceOf(Refusal.class);
    assertThat(store.list(other, "")).isEmpty();
    keep(store, other, "k", "b");
    assertThat(found(store, JOB, "k")).isEqualTo("k=a");
  }

  @Test
  void namesOfClientsAreNoPaths() throws Exception {
    CacheStore store = store();
    ServedJob job = job("2", "../../../etc", "../..");
    keep(store, job, "../../x/../y", "a");

    assertThat(found(store, job, "../../x")).isEqualTo("../../x/../y=a");
    try (Stream<Path> files = Files.walk(folder)) {
      assertThat(files.map(folder::relativize).map(Path::toString))
          .allMatch(name -> name.matches("[a-z0-9/-]*"));
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "a,b", "a\nb"})
  void whatIsNoKeyIsRefused(String key) {
    assertThatThrownBy(() -> key(key)).isInstanceOf(Refusal.class);
  }

  @Test
  void aKeyHasAtMost512Characters() throws Exception {
    assertThat(key("k".repeat(512)).key()).hasSize(512);
    assertThatThrownBy(() -> key("k".repeat(513))).hasMessageContaining("513 characters");
  }

  @Test
  void whatWasUsedLongestAgoMakesRoom() throws Exception {
    CacheStore store = store();
    keep(store, JOB, "old", "12345678");
    keep(store, JOB, "new", "12345678");
    found(store, JOB, "old");
    store.dismiss(JOB);

    keep(store, JOB, "next", "12345678");

    assertThat(found(store, JOB, "new")).isEqualTo("nothing");
    assertThat(found(store, JOB, "old")).isEqualTo("old=12345678");
    assertThat(found(store, JOB, "next")).isEqualTo("next=12345678");
  }

  @Test
  void entriesAreCounted() throws Exception {
    CacheStore store = store();
    for (int i = 0; i < 6; i++) {
      keep(store, JOB, "k" + i, "x");
    }

    assertThat(store.list(JOB, "k")).hasSize(4);
    assertThat(found(store, JOB, "k1")).isEqualTo("nothing");
  }

  @Test
  void whatAJobWasGivenToReadIsNotRemovedByAnybody() throws Exception {
    CacheStore store = store();
    CacheStore other = store();
    ServedJob writer = job("2", "a/b", MAIN);
    keep(store, JOB, "a", "12345678");
    keep(store, JOB, "b", "12345678");
    found(store, JOB, "a");
    found(store, JOB, "b");

    assertThatThrownBy(() -> keep(other, writer, "c", "12345678"))
        .isInstanceOfSatisfying(
            Refusal.class, refusal -> assertThat(refusal.kind()).isEqualTo(Refusal.Kind.FULL));
    assertThat(found(store, JOB, "a")).isEqualTo("a=12345678");
    store.dismiss(JOB);
    keep(other, writer, "c", "12345678");
    assertThat(found(store, JOB, "c")).isEqualTo("c=12345678");
  }

  @Test
  void whatNobodyUsedForLongIsSwept() throws Exception {
    CacheStore store = store();
    keep(store, JOB, "used", "a");
    keep(store, JOB, "unused", "b");
    clock.pass(Duration.ofDays(4));
    found(store, JOB, "used");
    store.dismiss(JOB);
    clock.pass(Duration.ofDays(4));

    store.sweep();

    assertThat(found(store, JOB, "unused")).isEqualTo("nothing");
    assertThat(found(store, JOB, "used")).isEqualTo("used=a");
  }

  @Test
  void whatADeadProcessLeftIsSweptAndWhatALivingOneSendsIsNot() throws Exception {
    CacheStore living = store();
    Path unfinished = Files.writeString(living.unfinished(7).resolve("content"), "x");
    Path dead = Files.createDirectories(folder.resolve("scratch/dead/8"));
    Files.writeString(dead.resolve("content"), "x");
    Files.writeString(folder.resolve("scratch/dead/lives"), "");
    Files.delete(folder.resolve("swept"));

    store();

    assertThat(dead).doesNotExist();
    assertThat(folder.resolve("scratch/dead")).doesNotExist();
    assertThat(unfinished).exists();
  }

  @Test
  void aFolderWithoutAReadableEntryIsNotSeen() throws Exception {
    CacheStore store = store();
    keep(store, JOB, "k", "a");
    Path repository = CacheFolder.list(folder.resolve("repositories")).getFirst();
    Files.createDirectories(repository.resolve("1"));
    Files.writeString(Files.createDirectories(repository.resolve("2")).resolve("entry"), "{\"id");
    Files.writeString(Files.createDirectories(repository.resolve("3")).resolve("entry"), "{}");

    assertThat(store.list(JOB, "")).hasSize(1);
    assertThat(found(store(), JOB, "k")).isEqualTo("k=a");
  }

  @Test
  void whoIsFirstKeepsTheEntry() throws Exception {
    CacheStore one = store();
    CacheStore two = store();
    ServedJob other = job("2", "a/b", MAIN);
    var uploadsOfTwo = new Uploads(two, SMALL, _ -> true);
    var late = uploadsOfTwo.begin(other, key("k"));
    send(late, "late");
    keep(one, JOB, "k", "first");

    assertThatThrownBy(() -> uploadsOfTwo.end(late, 4)).isInstanceOf(Refusal.class);
    assertThat(found(two, JOB, "k")).isEqualTo("k=first");
    assertThatThrownBy(() -> keep(one, JOB, "K", "again")).hasMessageContaining("`K` already");
  }
}
