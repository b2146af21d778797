// SPDX-License-Identifier: Apache-2.0
package io.berth.backend.docker.options;

import io.berth.spi.Capabilities.Isolation;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;

/// What still stands between the jobs of a label and the machine, once its policy opened what it
/// opens. What could be asked for counts, whether a job asks or not.
///
/// @param level what stands there
/// @param reasons the settings that lowered it, as they would be written; empty if none did
public record DeclaredIsolation(Isolation level, List<String> reasons) {

  private static final Set<AllowList> HARMLESS =
      Set.of(AllowList.PLATFORMS, AllowList.PUBLISH, AllowList.LOG_OPTIONS);
  private static final Set<String> ROOT_CAPABILITIES =
      Set.of(
          "ALL",
          "SYS_ADMIN",
          "SYS_MODULE",
          "SYS_PTRACE",
          "SYS_RAWIO",
          "DAC_READ_SEARCH",
          "BPF",
          "MKNOD",
          "MAC_ADMIN",
          "SYS_BOOT");
  private static final List<String> SYSTEM =
      List.of(
          "/",
          "/bin",
          "/boot",
          "/dev",
          "/etc",
          "/home",
          "/lib",
          "/opt",
          "/proc",
          "/root",
          "/run",
          "/sbin",
          "/sys",
          "/usr",
          "/usr/local",
          "/var",
          "/var/lib",
          "/var/lib/docker",
          "/var/lib/containers",
          "/var/run");

  public DeclaredIsolation {
    reasons = List.copyOf(reasons);
  }

  /// Returns what a policy leaves of a container's isolation.
  public static DeclaredIsolation of(Policy policy) {
    List<String> none = new ArrayList<>();
    List<String> process = new ArrayList<>();
    if (policy.profile() == Profile.TRUSTED) {
      none.add("profile: trusted");
    }
    if (policy.dockerSocket()) {
      none.add("docker_socket: true");
    }
    for (Map.Entry<AllowList, List<String>> list : policy.lists().entrySet()) {
      for (String pattern : list.getValue()) {
        lowered(list.getKey(), pattern, none, process);
      }
    }
    options(policy, none, process);
    if (none.isEmpty()) {
      return new DeclaredIsolation(
          process.isEmpty() ? Isolation.CONTAINER : Isolation.PROCESS, process);
    }
    none.addAll(process);
    return new DeclaredIsolation(Isolation.NONE, none);
  }

  private static void lowered(
      AllowList list, String pattern, List<String> none, List<String> process) {
    if (HARMLESS.contains(list) || (list == AllowList.VOLUMES && isVolumeName(pattern))) {
      return;
    }
    boolean whole =
        switch (list) {
          case VOLUMES -> isSystem(pattern);
          case CAPABILITIES ->
              ROOT_CAPABILITIES.stream().anyMatch(one -> Pattern.matches(pattern, one));
          case DEVICES -> isSystem(pattern) || pattern.startsWith("/dev/mem");
          case VOLUMES_FROM,
              VOLUME_DRIVERS,
              SECURITY_OPTIONS,
              SYSCTLS,
              GROUPS,
              RUNTIMES,
              USERNS,
              LOG_DRIVERS,
              ANNOTATIONS,
              PUBLISH,
              LOG_OPTIONS,
              PLATFORMS ->
              false;
        };
    (whole ? none : process).add(list.key() + ": [\"" + pattern + "\"]");
  }

  private static boolean isVolumeName(String pattern) {
    return !pattern.startsWith("/") && !pattern.startsWith("**");
  }

  /// A pattern is as wide as the folders in it that hold no wildcard.
  private static boolean isSystem(String pattern) {
    String path = pattern.endsWith(":ro") ? pattern.substring(0, pattern.length() - 3) : pattern;
    String fixed = Pattern.fixedPart(path);
    return fixed.isEmpty() || SYSTEM.contains(fixed);
  }

  /// What every container is given is granted whatever the lists say, so each option that a strict
  /// policy would refuse lowers it.
  private static void options(Policy policy, List<String> none, List<String> process) {
    Given.Parsed parsed = Given.parse(policy.options(), new Flags(Sources.elsewhere()));
    for (Given given : parsed.options()) {
      option(given.flag(), given, none, process);
    }
  }

  private static <T> void option(
      Flag<T> flag, Given given, List<String> none, List<String> process) {
    try {
      T value = flag.use().reading().read(given.value());
      var asked = new Rule.Asked(flag.name(), Role.SERVICE, Policy.STRICT);
      List<Objection> objections = flag.rule().judge().judge(value, asked);
      if (objections.isEmpty() || flag.rule().standing() == Rule.Standing.CAPPED) {
        return;
      }
      boolean refused = flag.rule().standing() == Rule.Standing.REFUSED;
      String said = "options: " + given.written() + " " + given.value();
      if (refused) {
        none.add(said);
      } else if (value instanceof Volume volume) {
        lowered(AllowList.VOLUMES, volume.source(), none, process);
      } else if (flag.name().equals("cap-add")) {
        lowered(AllowList.CAPABILITIES, String.valueOf(value), none, process);
      } else {
        process.add(said);
      }
    } catch (Malformed e) {
      none.add("options: " + given.written());
    }
  }
}
