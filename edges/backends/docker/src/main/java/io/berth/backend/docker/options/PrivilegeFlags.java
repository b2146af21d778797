// SPDX-License-Identifier: Apache-2.0
package io.berth.backend.docker.options;

import static io.berth.backend.docker.options.Flag.Form.MANY;
import static io.berth.backend.docker.options.Flag.Form.ONE;
import static io.berth.backend.docker.options.Flag.Form.SWITCH;

import io.berth.backend.docker.options.Flag.Use;
import io.berth.backend.docker.options.Objection.Weight;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/// Options about what stands between a container and the machine.
final class PrivilegeFlags {

  static final List<Flag<?>> ALL =
      List.of(
          Flag.of(
              "cap-add",
              MANY,
              Rule.listed(
                  AllowList.CAPABILITIES,
                  "a capability is a part of the rights of the machine's root",
                  List::of),
              Use.list("HostConfig.CapAdd", PrivilegeFlags::capability)),
          Flag.of(
              "cap-drop",
              MANY,
              Rule.free(),
              Use.list("HostConfig.CapDrop", PrivilegeFlags::capability)),
          refused(
              "cgroup-parent",
              "CgroupParent",
              "it would leave the place in which the job is counted and ended"),
          namespace("cgroupns", "CgroupnsMode", "private"),
          Flag.of(
              "device-cgroup-rule",
              MANY,
              Rule.refused("it opens devices of the machine"),
              Use.list("HostConfig.DeviceCgroupRules", Reading::text)),
          namespace("ipc", "IpcMode", "private", "shareable", "none"),
          refused("isolation", "Isolation", "it is for Windows containers"),
          Flag.of(
              "log-driver",
              ONE,
              Rule.listed(
                      AllowList.LOG_DRIVERS,
                      "it sends the output of the container elsewhere",
                      (String driver) -> List.of(driver))
                  .and(PrivilegeFlags::ofTheJob),
              Use.at("HostConfig.LogConfig.Type", Reading::text)),
          Flag.of(
              "log-opt",
              MANY,
              Rule.listed(
                      AllowList.LOG_OPTIONS,
                      "it may send the output of the container elsewhere",
                      (Map.Entry<String, String> pair) -> List.of(pair.getKey()))
                  .and(PrivilegeFlags::ofTheJob),
              Use.entries("HostConfig.LogConfig.Config", Reading::pair)),
          namespace("pid", "PidMode"),
          Flag.of(
              "privileged",
              SWITCH,
              Rule.refused(
                  "it gives the container all rights of the machine's root", truth -> !truth),
              Use.at("HostConfig.Privileged", Reading::truth)),
          Flag.of(
              "runtime",
              ONE,
              Rule.listed(AllowList.RUNTIMES, "another runtime isolates differently", List::of),
              Use.at("HostConfig.Runtime", Reading::text)),
          Flag.of("security-opt", MANY, securityRule(), security()),
          Flag.of(
              "sysctl",
              MANY,
              Rule.listed(
                  AllowList.SYSCTLS,
                  "it changes the kernel of the machine",
                  pair -> List.of(pair.getKey())),
              Use.entries("HostConfig.Sysctls", Reading::pair)),
          Flag.of(
              "userns", ONE, userNamespaceRule(), Use.at("HostConfig.UsernsMode", Reading::text)),
          namespace("uts", "UTSMode"));

  private PrivilegeFlags() {}

  private static Flag<String> refused(String name, String field, String reason) {
    return Flag.of(name, ONE, Rule.refused(reason), Use.at("HostConfig." + field, Reading::text));
  }

  private static Flag<String> namespace(String name, String field, String... own) {
    String reason = "it would share what the machine or another container sees";
    return Flag.of(
        name,
        ONE,
        Rule.refused(reason, List.of(own)::contains),
        Use.at("HostConfig." + field, Reading::text));
  }

  private static <T> List<Objection> ofTheJob(T value, Rule.Asked asked) {
    return asked.role() == Role.JOB
        ? List.of(
            asked.objection(
                Weight.OWN,
                "the output of the job's own container is Berth's line to it",
                "remove it; no setting allows it"))
        : List.of();
  }

  private static String capability(String text) throws Malformed {
    String upper = Reading.text(text).toUpperCase(Locale.ROOT);
    String name = upper.startsWith("CAP_") ? upper.substring(4) : upper;
    if (name.isEmpty() || !name.chars().allMatch(c -> (c >= 'A' && c <= 'Z') || c == '_')) {
      throw new Malformed("`" + text + "` is not a capability", "write it as `NET_ADMIN` or `ALL`");
    }
    return name;
  }

  private static Rule<String> userNamespaceRule() {
    Rule<String> listed =
        Rule.listed(AllowList.USERNS, "it changes who the container is on the machine", List::of);
    return listed.and(
        (mode, asked) ->
            mode.equals("host")
                ? List.of(
                    asked.objection(
                        Weight.POLICY,
                        "in the user namespace of the machine, root is root",
                        "remove it, or set `profile: trusted` on the label"))
                : List.of());
  }

  private static Rule<String> securityRule() {
    return Rule.listed(
        AllowList.SECURITY_OPTIONS,
        "it takes away a protection of the machine",
        option -> option.equals("no-new-privileges=true") ? List.of() : List.of(option));
  }

  private static Use<String> security() {
    return new Use<>(
        PrivilegeFlags::securityOption,
        "HostConfig.SecurityOpt",
        (option, body) -> {
          if (option.equals("systempaths=unconfined")) {
            body.set("HostConfig.MaskedPaths", List.of());
            body.set("HostConfig.ReadonlyPaths", List.of());
          } else {
            body.add("HostConfig.SecurityOpt", option);
          }
        });
  }

  private static String securityOption(String text) throws Malformed {
    if (text.equals("no-new-privileges")) {
      return "no-new-privileges=true";
    }
    Map.Entry<String, String> pair =
        Reading.pair(text.indexOf('=') < 0 ? text.replaceFirst(":", "=") : text);
    if (pair.getKey().equals("seccomp")
        && !List.of("unconfined", "builtin").contains(pair.getValue())) {
      throw new Malformed(
          "`" + pair.getValue() + "` would be a file of the machine that Berth runs on",
          "write `seccomp=unconfined` or `seccomp=builtin`");
    }
    return pair.getKey() + "=" + pair.getValue();
  }
}
