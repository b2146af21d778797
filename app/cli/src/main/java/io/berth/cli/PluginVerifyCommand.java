// SPDX-License-Identifier: Apache-2.0
package io.berth.cli;

import io.berth.model.BerthError;
import io.berth.model.BerthException;
import io.berth.model.ErrorCode;
import java.io.IOException;
import java.io.OutputStreamWriter;
import java.io.PrintWriter;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.ServiceLoader;
import java.util.spi.ToolProvider;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.ParseResult;

/// `berth plugin verify`: tries what a backend promises. The cases lie beside the program, which
/// does not know them, and are found as a tool.
final class PluginVerifyCommand implements Command {

  private static final String TOOL = "berth-plugin-verify";
  private static final String JARS = "berth-conformance-backend-*.jar";

  /// Options with a value, as the tool names them.
  private static final List<String> VALUES =
      List.of(
          "--connect",
          "--protocol",
          "--token-file",
          "--ca",
          "--cert",
          "--key",
          "--server-name",
          "--config",
          "--label",
          "--profile",
          "--case",
          "--report",
          "--allow-restart",
          "--patience");

  @Override
  public void declare(Options options) {
    options
        .value(
            "NAME|ADDRESS|COMMAND",
            "a backend of the configuration, where the plugin is, or what starts it",
            "--connect")
        .value("PROTOCOL", "`berth` (default) or `forgejo-v1alpha`", "--protocol")
        .value("FILE", "what the plugin wants to see", "--token-file")
        .value("FILE", "who signs the plugin's certificate, in PEM; for tls", "--ca")
        .value("FILE", "the runner's certificate, in PEM; for tls", "--cert")
        .value("FILE", "its key, in PKCS#8; for tls", "--key")
        .value("NAME", "what the plugin's certificate names, if not the host", "--server-name")
        .value("FILE", "its configuration, as YAML or JSON", "--config")
        .value("LABEL", "the label of the environments: `{key: value}` or text", "--label")
        .value("A,B", "only these parts, such as core,exec,files", "--profile")
        .value("ID,ID", "only these cases", "--case")
        .value("FORM", "`text` (default), `json`, `junit` or `md`", "--report")
        .value("COMMAND", "what starts the plugin anew at its address", "--allow-restart")
        .value("N", "multiplies every deadline", "--patience")
        .flag("try the long forms of cases", "--long");
  }

  @Override
  public int run(ParseResult line, Invocation invocation) {
    Map<String, String> values = new LinkedHashMap<>();
    for (String name : VALUES) {
      String value = line.matchedOptionValue(name, null);
      if (value != null) {
        values.put(name, value);
      }
    }
    ConfiguredBackend configured =
        Configuration.backends(invocation).get(values.getOrDefault("--connect", ""));
    if (configured != null) {
      values.remove("--connect");
      new VerifiedPlugin(configured).options().forEach(values::putIfAbsent);
    }
    List<String> arguments = new ArrayList<>();
    values.forEach((name, value) -> arguments.addAll(List.of(name, value)));
    if (Options.has(line, "--long")) {
      arguments.add("--long");
    }
    try (var loader = new URLClassLoader(jars(), getClass().getClassLoader())) {
      return tool(loader)
          .run(
              writer(invocation.out()), writer(invocation.err()), arguments.toArray(new String[0]));
    } catch (IOException e) {
      throw missing(e);
    }
  }

  private static PrintWriter writer(Output output) {
    return new PrintWriter(new OutputStreamWriter(output.stream(), StandardCharsets.UTF_8), true);
  }

  private static URL[] jars() throws IOException {
    String home = System.getProperty("berth.home");
    if (home == null) {
      return new URL[0];
    }
    List<URL> jars = new ArrayList<>();
    Path lib = Path.of(home, "lib");
    try (DirectoryStream<Path> found = Files.newDirectoryStream(lib, JARS)) {
      for (Path jar : found) {
        jars.add(jar.toUri().toURL());
      }
    }
    return jars.toArray(new URL[0]);
  }

  private static ToolProvider tool(ClassLoader loader) {
    for (ToolProvider tool : ServiceLoader.load(ToolProvider.class, loader)) {
      if (tool.name().equals(TOOL)) {
        return tool;
      }
    }
    throw missing(null);
  }

  private static BerthException missing(@Nullable IOException cause) {
    return new BerthException(
        List.of(
            BerthError.of(
                ErrorCode.FILE_UNREADABLE,
                "the cases are not there: `" + JARS + "` lies in no `lib` beside this program",
                "install the whole distribution of Berth")),
        cause);
  }
}
