// SPDX-License-Identifier: Apache-2.0
package io.berth.actions;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.berth.model.BerthError;
import io.berth.model.BerthException;
import io.berth.model.ErrorCode;
import io.berth.os.Child;
import io.berth.os.ExitStatus;
import io.berth.os.Launch;
import io.berth.os.ProcessFamily;
import io.berth.os.Program;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;

/// Git's command line. What the user told git about proxies, certificates and helpers holds; what
/// would let it ask questions, run the user's hooks or filters, or look into the repository that
/// Berth happens to stand in does not.
final class Git {

  private static final int MOST_OUTPUT = 64 << 20;
  private static final int CHUNK = 64 << 10;
  private static final Duration LOOK = Duration.ofMillis(200);
  private static final Duration LAST_WORDS = Duration.ofSeconds(2);
  private static final Map<String, String> SETTINGS = settings();

  private final Map<String, String> env;
  private final Sources sources;

  /// @param env the variables of this process
  Git(Map<String, String> env, Sources sources) {
    this.env = withoutRepository(env);
    this.sources = sources;
  }

  /// What came of a call.
  ///
  /// @param ended how it ended, or `null` in place of a status if it was stopped
  /// @param output all that it printed
  record Answer(Ending ended, String output) {
    boolean succeeded() {
      return ended == Ending.DONE;
    }
  }

  /// How a call ended.
  enum Ending {
    DONE,
    FAILED,
    TOO_LONG,
    TOO_MUCH
  }

  /// Says whether a call may go on.
  @FunctionalInterface
  interface Watch {
    boolean isTooMuch() throws IOException;
  }

  /// Calls git.
  ///
  /// @param folder where, a folder in which nothing else happens
  /// @param address the server that is asked, or an empty text
  /// @param limit how long it may take
  /// @param watch looked at while it runs
  /// @throws BerthException B3030 if there is no git
  Answer run(Path folder, String address, Duration limit, Watch watch, List<String> arguments)
      throws IOException, InterruptedException {
    List<String> command = new ArrayList<>();
    command.add("git");
    command.addAll(arguments);
    Map<String, String> variables = variables(address);
    String mark = "BERTH_FETCH=" + UUID.randomUUID();
    variables.put("BERTH_FETCH", mark.substring(mark.indexOf('=') + 1));
    ProcessFamily family = ProcessFamily.ofTrusted(mark, folder);
    try {
      Launch launch = family.start(new Program(command, variables, folder.toString()));
      return switch (launch) {
        case Launch.Running(Child child) -> follow(child, limit, watch);
        case Launch.Refused(_, String problem) ->
            throw new BerthException(
                BerthError.of(
                    ErrorCode.ACTION_UNAVAILABLE,
                    "actions are fetched by git, and git cannot be started: " + problem,
                    "Install git, or add its folder to PATH."));
      };
    } finally {
      family.end();
    }
  }

  private static Answer follow(Child child, Duration limit, Watch watch)
      throws IOException, InterruptedException {
    try (child) {
      ByteArrayOutputStream output = new ByteArrayOutputStream();
      Thread reader =
          Thread.ofVirtual().name("git-" + child.pid()).start(() -> collect(child, output));
      try {
        long deadline = System.nanoTime() + limit.toNanos();
        while (!child.awaitExit(LOOK)) {
          if (System.nanoTime() > deadline) {
            return new Answer(Ending.TOO_LONG, "");
          }
          if (watch.isTooMuch() || size(output) > MOST_OUTPUT) {
            return new Answer(Ending.TOO_MUCH, "");
          }
        }
        if (!child.awaitClosed(LAST_WORDS)) {
          child.cut();
        }
        reader.join();
        boolean done = child.exit() instanceof ExitStatus.Exited(int code) && code == 0;
        return new Answer(done ? Ending.DONE : Ending.FAILED, output.toString(UTF_8));
      } finally {
        child.cut();
        reader.interrupt();
        reader.join();
      }
    }
  }

  private static void collect(Child child, ByteArrayOutputStream output) {
    try {
      for (byte[] chunk = child.read(CHUNK); chunk.length > 0; chunk = child.read(CHUNK)) {
        if (size(output) <= MOST_OUTPUT) {
          output.writeBytes(chunk);
        }
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private static int size(ByteArrayOutputStream output) {
    return output.size();
  }

  /// Returns the variables of a call. A token goes where neither the list of processes nor a trace
  /// shows it, and only to the server that it is for.
  private Map<String, String> variables(String address) {
    Map<String, String> settings = new LinkedHashMap<>(SETTINGS);
    String token = sources.token(address);
    if (token != null) {
      String server = address.substring(0, address.indexOf('/', address.indexOf("://") + 3) + 1);
      settings.put("http." + server + ".extraHeader", Credentials.header(token));
    }
    Map<String, String> variables = new LinkedHashMap<>(env);
    int count = number(env.getOrDefault("GIT_CONFIG_COUNT", "0"));
    for (Map.Entry<String, String> setting : settings.entrySet()) {
      variables.put("GIT_CONFIG_KEY_" + count, setting.getKey());
      variables.put("GIT_CONFIG_VALUE_" + count, setting.getValue());
      count++;
    }
    variables.put("GIT_CONFIG_COUNT", String.valueOf(count));
    variables.putIfAbsent("GIT_ALLOW_PROTOCOL", "file:git:http:https:ssh");
    variables.put("GIT_TERMINAL_PROMPT", "0");
    variables.put("GIT_ASKPASS", "");
    variables.put("GCM_INTERACTIVE", "never");
    variables.put("LC_ALL", "C");
    variables.put("LANGUAGE", "C");
    return variables;
  }

  private static Map<String, String> settings() {
    Map<String, String> settings = new LinkedHashMap<>();
    settings.put("http.lowSpeedLimit", "1000");
    settings.put("http.lowSpeedTime", "60");
    settings.put("fetch.unpackLimit", "1");
    settings.put("gc.auto", "0");
    settings.put("maintenance.auto", "false");
    settings.put("core.hooksPath", "/dev/null");
    settings.put("core.fsmonitor", "false");
    settings.put("core.autocrlf", "false");
    settings.put("core.symlinks", "true");
    settings.put("core.fileMode", "true");
    settings.put("core.protectNTFS", "true");
    settings.put("core.protectHFS", "true");
    settings.put("filter.lfs.smudge", "");
    settings.put("filter.lfs.process", "");
    settings.put("filter.lfs.required", "false");
    settings.put("advice.detachedHead", "false");
    settings.put("init.defaultBranch", "main");
    return settings;
  }

  /// Drops what a hook of git leaves in its environment, and traces, which would show headers.
  private static Map<String, String> withoutRepository(Map<String, String> env) {
    Map<String, String> kept = new LinkedHashMap<>(env);
    kept.keySet()
        .removeIf(
            name ->
                name.startsWith("GIT_TRACE")
                    || switch (name) {
                      case "GIT_DIR",
                          "GIT_WORK_TREE",
                          "GIT_INDEX_FILE",
                          "GIT_OBJECT_DIRECTORY",
                          "GIT_ALTERNATE_OBJECT_DIRECTORIES",
                          "GIT_COMMON_DIR",
                          "GIT_NAMESPACE",
                          "GIT_PREFIX",
                          "GIT_SHALLOW_FILE",
                          "GIT_REPLACE_REF_BASE",
                          "GIT_GRAFT_FILE",
                          "GIT_CONFIG",
                          "GIT_EXTERNAL_DIFF",
                          "GIT_CURL_VERBOSE" ->
                          true;
                      default -> false;
                    });
    return kept;
  }

  private static int number(String text) {
    try {
      return Math.max(0, Integer.parseInt(text));
    } catch (NumberFormatException e) {
      return 0;
    }
  }
}
