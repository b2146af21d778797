// SPDX-License-Identifier: Apache-2.0
package io.berth.plugin;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class ComplaintsTest {

  private final List<String> told = new ArrayList<>();
  private final Complaints complaints =
      new Complaints("k8s", (plugin, level, text) -> told.add(plugin + " " + level + " " + text));

  @Test
  void textIsToldLineByLine() {
    read("one\r\n\ntwo\nno end");

    assertThat(told).containsExactly("k8s INFO one", "k8s INFO two", "k8s INFO no end");
    assertThat(complaints.lastWords()).isEqualTo("; it said: one / two / no end");
  }

  @Test
  void theJsonOfGoPluginIsReadable() {
    read(
        "{\"@level\":\"warn\",\"@message\":\"pod gone\",\"@module\":\"m\",\"code\":7,\"ok\":true}\n");

    assertThat(told).containsExactly("k8s WARN pod gone code=7 ok=true");
  }

  @Test
  void whatOnlyBeginsLikeJsonIsText() {
    read("{ not json\n{\"a\":1}\n");

    assertThat(told).containsExactly("k8s INFO { not json", "k8s INFO {\"a\":1}");
  }

  @Test
  void aLineWithoutAnEndIsToldInPieces() {
    read("x".repeat(40 << 10));

    assertThat(told).hasSize(3).allSatisfy(line -> assertThat(line).hasSizeLessThan(17 << 10));
    assertThat(complaints.lastWords()).hasSizeLessThan(700);
  }

  private void read(String text) {
    complaints.read(new ByteArrayInputStream(text.getBytes(StandardCharsets.UTF_8)));
  }
}
