// SPDX-License-Identifier: Apache-2.0
package io.berth.services.blob;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.berth.services.Refusal;
import java.io.ByteArrayInputStream;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class BlockListTest {

  private static List<String> read(String xml) throws Refusal {
    return BlockList.read(new ByteArrayInputStream(xml.getBytes(UTF_8)), 2);
  }

  @Test
  void namesAreReadInTheirOrder() throws Exception {
    assertThat(
            read(
                "<?xml version=\"1.0\" encoding=\"UTF-8\" standalone=\"yes\"?><BlockList>"
                    + "<Latest>Yg==</Latest><Latest>YQ==</Latest></BlockList>"))
        .containsExactly("Yg==", "YQ==");
    assertThat(read("<BlockList/>")).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "{}",
        "<BlockList><Latest>a</Latest>",
        "<BlockList><Other>a</Other></BlockList>",
        "<BlockList><Latest><Latest>a</Latest></Latest></BlockList>",
        "<BlockList><Latest>a</Latest><Latest>b</Latest><Latest>c</Latest></BlockList>",
        "<!DOCTYPE x [<!ENTITY e SYSTEM \"file:///etc/hostname\">]>"
            + "<BlockList><Latest>&e;</Latest></BlockList>"
      })
  void whatIsNoListOrTooLongIsRefused(String xml) {
    assertThatThrownBy(() -> read(xml)).isInstanceOf(Refusal.class);
  }
}
