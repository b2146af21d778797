// SPDX-License-Identifier: Apache-2.0
package io.berth.services.cache;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.berth.services.ByteRange;
import io.berth.services.Refusal;
import io.berth.services.ServedJob;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import org.jspecify.annotations.NullUnmarked;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@NullUnmarked
class UploadsTest {

  private static final CacheLimits SMALL = new CacheLimits(10, 20, 4, Duration.ofDays(7), 3);
  private static final ServedJob JOB = job("1");

  @TempDir private Path folder;
  private CacheStore store;
  private Uploads uploads;

  private static ServedJob job(String run) {
    return new ServedJob(run, "build", "a/b", "refs/heads/main", List.of("refs/heads/main"));
  }

  @BeforeEach
  void open() throws Exception {
    store = CacheStore.open(folder, SMALL, InstantSource.system(), _ -> true);
    uploads = new Uploads(store, SMALL, _ -> true);
  }

  @AfterEach
  void close() throws IOException {
    store.close();
  }

  private static CacheKey key(String key) throws Refusal {
    return CacheKey.of(key, "v");
  }

  private static void send(Uploads.Upload upload, int announced, int sent) throws IOException {
    upload.blob().part(new ByteRange(0, announced), new ByteArrayInputStream(new byte[sent]));
  }

  @Test
  void oneKeyIsSentByOneJobAtATime() throws Exception {
    uploads.begin(JOB, key("k"));

    assertThatThrownBy(() -> uploads.begin(job("2"), key("K")))
        .hasMessageContaining("another job is sending");
    assertThat(uploads.begin(job("2"), CacheKey.of("k", "w")).id()).isPositive();
  }

  @Test
  void whoWasCutOffKeepsNobodyFromTryingAgain() throws Exception {
    Uploads.Upload broken = uploads.begin(JOB, key("k"));
    assertThatThrownBy(() -> send(broken, 5, 2)).isInstanceOf(Refusal.class);

    Uploads.Upload again = uploads.begin(JOB, key("k"));

    send(again, 5, 5);
    assertThat(uploads.find(JOB, key("k"))).hasValue(again);
    assertThat(uploads.end(again, 5).size()).isEqualTo(5);
  }

  @Test
  void anEndThatIsToldTwiceIsTheSame() throws Exception {
    Uploads.Upload upload = uploads.begin(JOB, key("k"));
    send(upload, 5, 5);

    assertThat(uploads.end(upload, 5)).isEqualTo(uploads.end(upload, 5));
  }

  @Test
  void anEndWithAnotherSizeIsRefusedAndNothingIsKept() throws Exception {
    Uploads.Upload upload = uploads.begin(JOB, key("k"));
    send(upload, 5, 5);

    assertThatThrownBy(() -> uploads.end(upload, 6)).hasMessageContaining("5 bytes arrived");
    assertThat(store.list(JOB, "")).isEmpty();
  }

  @Test
  void anUploadIsOfItsJobAlone() throws Exception {
    Uploads.Upload upload = uploads.begin(JOB, key("k"));

    assertThat(uploads.find(JOB, upload.id())).isEqualTo(upload);
    assertThatThrownBy(() -> uploads.find(job("2"), upload.id())).isInstanceOf(Refusal.class);
    assertThat(uploads.find(job("2"), key("k"))).isEmpty();
  }

  @Test
  void aJobHasSoManyUploadsAtOnceAndNoneAfterItsEnd() throws Exception {
    Uploads.Upload first = uploads.begin(JOB, key("1"));
    uploads.begin(JOB, key("2"));
    uploads.begin(JOB, key("3"));
    assertThatThrownBy(() -> uploads.begin(JOB, key("4"))).hasMessageContaining("at most 3");
    send(first, 5, 5);

    uploads.dismiss(JOB);

    assertThatThrownBy(() -> uploads.find(JOB, first.id())).isInstanceOf(Refusal.class);
    assertThat(CacheFolder.list(folder.resolve("scratch")))
        .allSatisfy(own -> assertThat(CacheFolder.list(own)).hasSize(1));
    uploads.begin(job("2"), key("1"));
  }

  @Test
  void theCacheLeavesNothingUnfinishedBehind() throws Exception {
    send(uploads.begin(JOB, key("k")), 5, 5);

    store.close();

    assertThat(CacheFolder.list(folder.resolve("scratch"))).isEmpty();
    open();
  }
}
