// SPDX-License-Identifier: Apache-2.0
package io.berth.actions;

import static io.berth.actions.StoreSetting.reference;
import static org.assertj.core.api.Assertions.assertThat;

import io.berth.actions.ActionCache.Kept;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ActionCacheTest {

  private static final Duration LONG = Duration.ofDays(3650);

  @TempDir Path folder;

  private StoreSetting setting;
  private ActionCache cache;
  private Instant first;

  @BeforeEach
  void begin() throws Exception {
    setting = new StoreSetting(folder.resolve("cache"), "file://" + folder.resolve("forge"));
    cache = new ActionCache(folder.resolve("cache"));
    first = setting.pace().instant();
    for (String name : new String[] {"one", "two", "three"}) {
      GitRepository.create(folder.resolve("forge"), "acme/" + name)
          .file("file", "x".repeat(name.length() * 100))
          .commit("one");
      setting.store().open(reference("acme/" + name + "@main")).close();
      setting.pace().pass(Duration.ofDays(1));
    }
  }

  @Test
  void whatIsKeptIsListedWithItsSizeAndItsLastUse() {
    assertThat(cache.list())
        .extracting(kept -> name(kept) + " " + kept.bytes() + " " + days(kept))
        .containsExactly("three 500 2", "two 300 1", "one 300 0");
    assertThat(new ActionCache(folder.resolve("none")).list()).isEmpty();
  }

  @Test
  void whatWasNotUsedForSomeTimeIsRemoved() throws Exception {
    ActionCache.Pruned pruned = prune(Duration.ofDays(2), Long.MAX_VALUE);

    assertThat(pruned.removed()).extracting(ActionCacheTest::name).containsExactly("one");
    assertThat(cache.list()).extracting(ActionCacheTest::name).containsExactly("three", "two");
  }

  @Test
  void whatWasUsedLongestAgoMakesRoom() throws Exception {
    setting.store().open(reference("acme/one@main")).close();

    assertThat(prune(LONG, 900).removed()).extracting(ActionCacheTest::name).containsExactly("two");
    assertThat(cache.list()).extracting(ActionCacheTest::name).containsExactly("one", "three");
  }

  @Test
  void whatIsInUseStays() throws Exception {
    try (ActionFolder used = setting.store().open(reference("acme/two@main"))) {
      ActionCache.Pruned pruned = prune(Duration.ZERO, 0);

      assertThat(pruned.removed())
          .extracting(ActionCacheTest::name)
          .containsExactly("one", "three");
      assertThat(pruned.used()).extracting(ActionCacheTest::name).containsExactly("two");
      assertThat(used.read("file")).isPresent();
    }
    assertThat(prune(Duration.ZERO, 0).removed()).hasSize(1);
    assertThat(cache.list()).isEmpty();
  }

  @Test
  void whatWasRemovedIsFetchedAgain() throws Exception {
    assertThat(prune(Duration.ZERO, 0).removed()).hasSize(3);

    try (ActionFolder again = setting.store().open(reference("acme/one@main"))) {
      assertThat(again.read("file")).isPresent();
    }
  }

  private ActionCache.Pruned prune(Duration unusedFor, long most) throws InterruptedException {
    return cache.prune(unusedFor, most, setting.pace().instant());
  }

  private static String name(Kept kept) {
    return kept.address().substring(kept.address().lastIndexOf('/') + 1);
  }

  private long days(Kept kept) {
    return Duration.between(first, kept.lastUsed()).toDays();
  }
}
