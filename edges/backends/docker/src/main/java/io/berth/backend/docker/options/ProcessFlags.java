// SPDX-License-Identifier: Apache-2.0
package io.berth.backend.docker.options;

import static io.berth.backend.docker.options.Flag.Form.MANY;
import static io.berth.backend.docker.options.Flag.Form.ONE;
import static io.berth.backend.docker.options.Flag.Form.SWITCH;

import io.berth.backend.docker.options.Flag.Use;
import io.berth.backend.docker.options.Objection.Weight;
import java.util.List;
import java.util.Map;
import java.util.function.BiConsumer;

/// Options about the process in a container: what it is, who it is, how its health is asked for.
final class ProcessFlags {

  static final List<Flag<?>> ALL =
      List.of(
          Flag.of(
              "annotation",
              MANY,
              Rule.listed(
                  AllowList.ANNOTATIONS,
                  "the runtime may act on it outside the container",
                  pair -> List.of(pair.getKey())),
              Use.entries("HostConfig.Annotations", Reading::pair)),
          Flag.of("entrypoint", ONE, entrypointRule(), entrypoint()),
          Flag.of("env e", MANY, Rule.free(), Use.entries(CreateBody.ENV, ProcessFlags::variable)),
          Flag.of(
              "group-add",
              MANY,
              Rule.listed(
                  AllowList.GROUPS, "a group may own devices and files of the machine", List::of),
              Use.list("HostConfig.GroupAdd", Reading::text)),
          Flag.of("health-cmd", ONE, Rule.free(), healthCommand()),
          health("health-interval", "Interval"),
          Flag.of(
              "health-retries",
              ONE,
              Rule.free(),
              Use.at("Healthcheck.Retries", Reading.number(0, 1000))),
          health("health-start-interval", "StartInterval"),
          health("health-start-period", "StartPeriod"),
          health("health-timeout", "Timeout"),
          Flag.of("init", SWITCH, Rule.free(), Use.at("HostConfig.Init", Reading::truth)),
          Flag.of(
              "label l",
              MANY,
              Rule.freeUnless(
                  "labels that begin with `berth.` or `io.berth.` are Berth's marks",
                  ProcessFlags::isMark),
              Use.entries("Labels", ProcessFlags::label)),
          Flag.of("no-healthcheck", SWITCH, Rule.free(), noHealthcheck()),
          Flag.of(
              "platform",
              ONE,
              Rule.listed(AllowList.PLATFORMS, "the label is for others", List::of),
              new Use<>(
                  ProcessFlags::platform,
                  "`platform` of the call",
                  (value, body) -> body.set(CreateBody.PLATFORM, value))),
          Flag.of(
              "pull",
              ONE,
              Rule.free(),
              new Use<>(
                  ProcessFlags::pull,
                  "when the image is pulled",
                  (value, body) -> body.set(CreateBody.PULL, value))),
          Flag.of("stop-signal", ONE, Rule.free(), Use.at("StopSignal", ProcessFlags::signal)),
          Flag.of(
              "stop-timeout", ONE, Rule.free(), Use.at("StopTimeout", Reading.number(-1, 86400))),
          Flag.of("user u", ONE, Rule.free(), Use.at("User", ProcessFlags::user)),
          Flag.of("workdir w", ONE, Rule.free(), Use.at("WorkingDir", Reading::path)));

  private ProcessFlags() {}

  private static Rule<String> entrypointRule() {
    String reason = "in the job's own container runs what Berth starts there";
    return new Rule<>(
        Rule.Standing.FREE,
        "",
        reason,
        (_, asked) ->
            asked.role() == Role.JOB
                ? List.of(asked.objection(Weight.OWN, reason, "remove it; no setting allows it"))
                : List.of());
  }

  private static Use<String> entrypoint() {
    return new Use<>(
        text -> text, "Entrypoint", (program, body) -> body.set("Entrypoint", List.of(program)));
  }

  private static Use<String> healthCommand() {
    BiConsumer<String, CreateBody> put =
        (command, body) -> body.set("Healthcheck.Test", List.of("CMD-SHELL", command));
    return new Use<>(Reading::text, "Healthcheck.Test", put);
  }

  private static Use<Boolean> noHealthcheck() {
    return new Use<>(
        Reading::truth,
        "Healthcheck.Test",
        (truth, body) -> {
          if (truth) {
            body.set("Healthcheck.Test", List.of("NONE"));
          }
        });
  }

  private static Flag<Long> health(String name, String field) {
    return Flag.of(name, ONE, Rule.free(), Use.at("Healthcheck." + field, ProcessFlags::interval));
  }

  private static Long interval(String text) throws Malformed {
    long nanos = Reading.duration(text);
    if (nanos != 0 && nanos < 1_000_000) {
      throw new Malformed("`" + text + "` is less than a millisecond", "write at least `1ms`");
    }
    return nanos;
  }

  private static Map.Entry<String, String> variable(String text) throws Malformed {
    if (text.indexOf('=') < 1 || text.indexOf('\0') >= 0) {
      throw new Malformed(
          "it has no value, and none is taken from the variables of Berth itself",
          "write `NAME=VALUE`");
    }
    return Reading.pair(text);
  }

  private static Map.Entry<String, String> label(String text) throws Malformed {
    return Reading.pair(text.indexOf('=') < 0 ? text + "=" : text);
  }

  private static boolean isMark(Map.Entry<String, String> label) {
    return label.getKey().startsWith("berth.") || label.getKey().startsWith("io.berth.");
  }

  private static String platform(String text) throws Malformed {
    String[] parts = text.split("/", -1);
    for (String part : parts) {
      if (parts.length > 3 || !isWord(part)) {
        throw new Malformed("`" + text + "` is not a platform", "write it as `linux/amd64`");
      }
    }
    return text;
  }

  private static String pull(String text) throws Malformed {
    return switch (text) {
      case "always", "missing", "never" -> text;
      case String other ->
          throw new Malformed(
              "`" + other + "` does not say when", "write `always`, `missing` or `never`");
    };
  }

  private static String signal(String text) throws Malformed {
    if (!isWord(text)) {
      throw new Malformed("`" + text + "` is not a signal", "write it as `SIGTERM` or `15`");
    }
    return text;
  }

  private static String user(String text) throws Malformed {
    int colon = text.indexOf(':');
    String user = colon < 0 ? text : text.substring(0, colon);
    String group = colon < 0 ? "0" : text.substring(colon + 1);
    if (!isAccount(user) || !isAccount(group)) {
      throw new Malformed(
          "`" + text + "` is not a user",
          "write names or numbers up to 2147483647, as `1000:1000` or `www-data`");
    }
    return text;
  }

  private static boolean isAccount(String text) {
    if (!text.isEmpty() && text.chars().allMatch(c -> c >= '0' && c <= '9')) {
      return text.length() <= 10 && Long.parseLong(text) <= Integer.MAX_VALUE;
    }
    return isWord(text) && !text.startsWith("-");
  }

  private static boolean isWord(String text) {
    return !text.isEmpty()
        && text.length() <= 64
        && text.chars()
            .allMatch(c -> (c < 128 && Character.isLetterOrDigit(c)) || "_.-+".indexOf(c) >= 0);
  }
}
