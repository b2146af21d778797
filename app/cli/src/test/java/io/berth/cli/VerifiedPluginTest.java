// SPDX-License-Identifier: Apache-2.0
package io.berth.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class VerifiedPluginTest {

  @TempDir Path folder;

  @Test
  void whatIsConfiguredIsSaidAsOptions() throws IOException {
    assertThat(
            options(
                """
                backends:
                  tried:
                    connect:
                      {address: "tls://farm.example:7", ca: ca.pem, cert: c.pem, key: c.key, server_name: x}
                    config: {pool: "a\\"b", size: 3, fast: true, of: [x, {y: z}]}
                """))
        .containsExactly(
            "--connect tls://farm.example:7",
            "--ca " + folder.resolve("ca.pem"),
            "--cert " + folder.resolve("c.pem"),
            "--key " + folder.resolve("c.key"),
            "--server-name x",
            "--config {\"pool\":\"a\\\"b\",\"size\":3,\"fast\":true,\"of\":[\"x\",{\"y\":\"z\"}]}");
  }

  @Test
  void aProgramKeepsItsWordsAndVariables() throws IOException {
    assertThat(
            options(
                "backends: {tried: {connect: {exec: [/opt/a b, --quiet], env: [HOME_OF_IT, X]}}}"))
        .containsExactly("--connect [\"/opt/a b\",\"--quiet\"]", "--env HOME_OF_IT,X");
    assertThat(
            options(
                "backends: {tried: {connect: {address: 'unix:///x', protocol: forgejo-v1alpha,"
                    + " token_file: t}}}"))
        .containsExactly(
            "--connect unix:///x",
            "--protocol forgejo-v1alpha",
            "--token-file " + folder.resolve("t"));
  }

  @Test
  void aProgramThatIsNotTheOneThatIsPinnedIsNotTried() throws IOException {
    Path program = Files.writeString(folder.resolve("program"), "#!/bin/sh\n");
    configure(
        "backends: {tried: {connect: {exec: [" + program + "], sha256: " + "0".repeat(64) + "}}}");

    Called called = Called.with(folder, env(), "", "plugin", "verify", "--connect", "tried");

    assertThat(called.err()).contains("plugin `tried` is pinned to SHA-256 000");
  }

  private Invocation invocation() {
    var nowhere = new Output(OutputStream.nullOutputStream());
    var nothing = InputStream.nullInputStream();
    return new Invocation(env(), folder, nothing, nowhere, nowhere, new Tty(false, false, false));
  }

  private void configure(String text) throws IOException {
    Files.writeString(folder.resolve("berth.yaml"), text);
  }

  private Map<String, String> env() {
    return Map.of("BERTH_CONFIG", folder.resolve("berth.yaml").toString());
  }

  private List<String> options(String configuration) throws IOException {
    configure(configuration);
    ConfiguredBackend backend = Configuration.backends(invocation()).get("tried");
    assertThat(backend).isNotNull();
    List<String> options = new ArrayList<>();
    if (backend != null) {
      new VerifiedPlugin(backend)
          .options()
          .forEach((name, value) -> options.add(name + " " + value));
    }
    return options;
  }
}
