// SPDX-License-Identifier: Apache-2.0
package io.berth.spi;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.List;
import org.junit.jupiter.api.Test;

/// What every [Environment] promises about files. A backend extends it and says how it is made.
public abstract class FilesContract extends ContractFixture {

  @Test
  void filesAreWrittenWithTheirFoldersAndReadUpToALimit() throws Exception {
    String temp = environment.layout().paths().temp();
    environment.writeFiles(
        List.of(
            new FileWrite(temp + "/a/b/tool", "#!/bin/sh\necho ran".getBytes(UTF_8), true),
            new FileWrite(temp + "/plain", "0123456789".getBytes(UTF_8), false)));

    List<FileContent> read =
        environment.readFiles(List.of(temp + "/plain", temp + "/missing", temp), 4);

    assertThat(read.get(0).content()).isEqualTo("0123".getBytes(UTF_8));
    assertThat(read.get(0).size()).isEqualTo(10);
    assertThat(read.get(1).content()).isNull();
    assertThat(read.get(2).content()).isNull();
    assertThat(text(sh("'" + temp + "/a/b/tool'; [ -x '" + temp + "/plain' ] || echo plain")))
        .isEqualTo("ran\nplain\n");
  }

  @Test
  void aTreeSurvivesTheWayOutAndIn() throws Exception {
    String temp = environment.layout().paths().temp();
    String deep = "very-long-name-".repeat(12);
    text(
        sh(
            "cd '"
                + temp
                + "'; mkdir -p from/empty 'from/"
                + deep
                + "/ümläut dir';"
                + " echo one > 'from/"
                + deep
                + "/ümläut dir/file'; ln -s '"
                + deep
                + "' from/link; ln -s /nowhere/at/all from/dangling; printf '#!/bin/sh' > from/run;"
                + " chmod 750 from/run; : > from/none; chmod 500 from/empty"));
    ByteArrayOutputStream tar = new ByteArrayOutputStream();

    environment.copyOut(temp + "/from", tar);
    environment.copyIn(temp + "/to", new ByteArrayInputStream(tar.toByteArray()));

    String list =
        "find . -type f -o -type l | LC_ALL=C sort | while IFS= read -r f; do"
            + " if [ -L \"$f\" ]; then echo \"$f l $(readlink \"$f\")\";"
            + " else echo \"$f f $(stat -c '%a %s' \"$f\")\"; fi; done";
    String from = text(sh("cd '" + temp + "/from'; " + list));
    assertThat(from).contains("./run f 750 9").contains("./dangling l").contains("file f");
    assertThat(text(sh("cd '" + temp + "/to'; " + list))).isEqualTo(from);
    assertThat(text(sh("cd '" + temp + "/to'; test -d empty && echo there"))).isEqualTo("there\n");
  }

  @Test
  void readingATarThatFailsIsAnError() {
    String temp = environment.layout().paths().temp();
    InputStream garbage = new ByteArrayInputStream("no archive".repeat(200).getBytes(UTF_8));

    assertThatThrownBy(() -> environment.copyIn(temp + "/to", garbage))
        .isInstanceOf(IOException.class);
  }

  @Test
  void filesAreListedInTheOrderOfTheirBytesAndHashedInPlace() throws Exception {
    String temp = environment.layout().paths().temp();
    text(
        sh(
            "cd '"
                + temp
                + "'; mkdir -p l/a l/B; : > l/a/x; : > l/a.txt; printf abc > l/B/z;"
                + " ln -s a l/c; ln -s .. l/a/up"));

    assertThat(paths(environment.listFiles(temp + "/l", false, 100)))
        .containsExactly("B", "B/z", "a", "a/up", "a/x", "a.txt", "c");
    assertThat(paths(environment.listFiles(temp + "/l", true, 100)))
        .containsExactly("B", "B/z", "a", "a/up", "a/x", "a.txt", "c", "c/up", "c/x");
    assertThatThrownBy(() -> environment.listFiles(temp + "/l", false, 3))
        .isInstanceOf(IOException.class)
        .hasMessageContaining("more than 3");
    List<FileHash> hashes =
        environment.hashFiles(List.of(temp + "/l/B/z", temp + "/gone", temp + "/l"));
    assertThat(hashes.get(0).sha256())
        .asHexString()
        .isEqualTo("BA7816BF8F01CFEA414140DE5DAE2223B00361A396177A9CB410FF61F20015AD");
    assertThat(hashes.get(1).sha256()).isNull();
    assertThat(hashes.get(2).sha256()).isNull();
  }
}
