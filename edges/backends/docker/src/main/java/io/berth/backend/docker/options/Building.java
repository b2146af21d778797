// SPDX-License-Identifier: Apache-2.0
package io.berth.backend.docker.options;

import io.berth.backend.docker.options.Objection.Weight;
import io.berth.model.ErrorCode;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/// The settings of one container while they grow: first what the administrator gives every
/// container, then what the workflow asks for.
final class Building {

  private static final int MOST = 1000;

  private final Flags flags;
  private final Role role;
  private final CreateBody body = new CreateBody();
  private final List<Finding> errors = new ArrayList<>();
  private final List<Finding> leftOut = new ArrayList<>();
  private Policy policy;

  /// Something that is not granted.
  ///
  /// @param what what is not, as it was written
  /// @param objection why
  /// @param similar options that were perhaps meant
  record Finding(String what, Objection objection, List<String> similar) {

    ErrorCode code() {
      return objection.weight() == Weight.INVALID
          ? ErrorCode.CONTAINER_INVALID
          : ErrorCode.CONTAINER_REFUSED;
    }

    /// @param subject whose it is, with a blank before it, or empty
    String problem(String subject) {
      String verb = objection.weight() == Weight.INVALID ? " breaks" : " is refused by";
      return what + subject + verb + " rule `" + objection.rule() + "`: " + objection.problem();
    }
  }

  Building(Flags flags, Role role, Policy policy, List<String> reserved) {
    this.flags = flags;
    this.role = role;
    this.policy = policy;
    reserved.forEach(body::reserve);
  }

  List<Finding> errors() {
    return List.copyOf(errors);
  }

  /// Puts in what the administrator gives every container. It is held to nothing but sense; what
  /// has a size is the most that a workflow may ask for, and the rest is not to be changed.
  void administrator() {
    Policy own =
        new Policy(Profile.TRUSTED, policy.dockerSocket(), policy.lists(), Policy.Limits.NONE, "");
    Given.Parsed parsed = Given.parse(policy.options(), flags);
    mistakes(parsed, "of the label's `options`");
    for (boolean sized : new boolean[] {false, true}) {
      for (Given given : parsed.options()) {
        if (sized == (given.flag().rule().standing() == Rule.Standing.CAPPED)) {
          administrator(given.flag(), given, own);
        }
      }
      if (!sized) {
        body.seal();
      }
    }
  }

  private <T> void administrator(Flag<T> flag, Given given, Policy own) {
    String what = "`" + given.written() + "` of the label's `options`";
    try {
      T value = flag.use().reading().read(given.value());
      for (Objection objection : flag.rule().judge().judge(value, asked(flag, own))) {
        if (objection.weight() == Weight.ALWAYS || objection.weight() == Weight.OWN) {
          errors.add(new Finding(what, objection, List.of()));
          return;
        }
      }
      flag.use().put().accept(value, body);
      policy = flag.rule().lowering().lower(value, policy);
      taken(what);
    } catch (Malformed e) {
      errors.add(new Finding(what, malformed("options." + flag.name(), e), List.of()));
    }
  }

  private Rule.Asked asked(Flag<?> flag, Policy under) {
    return new Rule.Asked(flag.name(), role, under);
  }

  private static Objection malformed(String rule, Malformed e) {
    return new Objection(Weight.INVALID, rule, e.problem(), e.remedy());
  }

  private void mistakes(Given.Parsed parsed, String where) {
    for (Given.Mistake mistake : parsed.mistakes()) {
      String what =
          mistake.written().isEmpty()
              ? "the text " + where
              : "`" + mistake.written() + "` (column " + mistake.column() + " " + where + ")";
      errors.add(new Finding(what, mistake.objection(), mistake.similar()));
    }
  }

  /// Puts in the options of the workflow.
  void options(String text) {
    Given.Parsed parsed = Given.parse(text, flags);
    mistakes(parsed, "of `options`");
    Set<String> names = new HashSet<>();
    for (Given given : parsed.options()) {
      String what = "`" + given.written() + "` (column " + given.column() + " of `options`)";
      put(given.flag(), given.value(), what);
      names.add(given.flag().name());
    }
    if (names.contains("no-healthcheck")
        && names.stream().anyMatch(name -> name.startsWith("health-"))) {
      refuse(
          "`--no-healthcheck`",
          new Objection(
              Weight.INVALID,
              "options.no-healthcheck",
              "it stands beside `--health-…`",
              "remove one of the two"));
    }
  }

  private <T> void put(Flag<T> flag, String text, String what) {
    try {
      T value = flag.use().reading().read(text);
      boolean granted = true;
      for (Objection objection : flag.rule().judge().judge(value, asked(flag, policy))) {
        granted &= refuse(what, objection);
      }
      if (granted) {
        flag.use().put().accept(value, body);
        taken(what);
        fixed(flag, what);
      }
    } catch (Malformed e) {
      refuse(what, malformed("options." + flag.name(), e));
    }
  }

  private void taken(String what) {
    String place = body.takeTaken();
    if (!place.isEmpty()) {
      refuse(
          what,
          new Objection(
              Weight.INVALID,
              "volumes.target",
              "something else is mounted at `" + place + "`",
              "use another place"));
    }
  }

  private void fixed(Flag<?> flag, String what) {
    if (body.takeConflict()) {
      refuse(
          what,
          new Objection(
              Weight.ALWAYS,
              "options." + flag.name(),
              "the label's own `options` say otherwise",
              "remove it, or change `options` of the label"));
    }
  }

  /// Returns whether it is granted nevertheless.
  private boolean refuse(String what, Objection objection) {
    Finding finding = new Finding(what, objection, List.of());
    return switch (objection.under(policy.profile())) {
      case GRANTED -> true;
      case LEFT_OUT -> {
        leftOut.add(finding);
        yield false;
      }
      case ERROR -> {
        errors.add(finding);
        yield false;
      }
    };
  }

  /// Puts in `volumes` of the workflow.
  void volumes(Flag<Volume> flag, List<String> volumes) {
    for (String volume : bounded("volumes", volumes)) {
      put(flag, volume, "volume `" + volume + "`");
    }
  }

  private List<String> bounded(String key, List<String> items) {
    if (items.size() <= MOST) {
      return items;
    }
    refuse(
        "`" + key + "`",
        new Objection(
            Weight.INVALID, key + ".count", "there are more than " + MOST, "write fewer"));
    return List.of();
  }

  /// Puts in `ports` of the workflow, for this machine alone unless the label allows more.
  void ports(List<String> ports) {
    for (String port : bounded("ports", ports)) {
      String what = "port `" + port + "`";
      try {
        List<PortMapping> mappings = PortMapping.read(port);
        boolean granted = true;
        for (Objection objection :
            NetworkFlags.PublishRule.OF_PORTS
                .judge()
                .judge(mappings, new Rule.Asked("publish", role, policy))) {
          granted &= refuse(what, objection);
        }
        if (granted) {
          mappings.forEach(this::open);
        }
      } catch (Malformed e) {
        refuse(what, malformed("ports", e));
      }
    }
  }

  private void open(PortMapping mapping) {
    boolean open =
        !mapping.address().isEmpty()
            || Pattern.matchesAny(policy.allowed(AllowList.PUBLISH), mapping.item());
    (open ? mapping : mapping.at("127.0.0.1")).put(body);
  }

  /// Puts in `env` of the workflow, over what the options say.
  void variables(Map<String, String> env) {
    env.forEach(
        (name, value) -> {
          if (name.isEmpty() || name.indexOf('=') >= 0 || (name + value).indexOf('\0') >= 0) {
            refuse(
                "variable `" + name + "`",
                new Objection(
                    Weight.INVALID, "env", "it is no name of a variable", "use another name"));
          } else {
            body.entry(CreateBody.ENV, name, value);
          }
        });
  }

  /// Puts in the limits where nobody asked for less.
  void usualLimits() {
    for (Limit limit : Limit.values()) {
      boolean swap = limit == Limit.MEMORY_SWAP;
      if (!limit.place().isEmpty()
          && policy.limit(limit) >= 0
          && !body.has(limit.place())
          && (!swap
              || (policy.limits().amounts().containsKey(limit) && body.has("HostConfig.Memory")))) {
        body.set(limit.place(), policy.limit(limit));
      }
    }
    if (!policy.limits().processors().isEmpty() && !body.has("HostConfig.CpusetCpus")) {
      body.set("HostConfig.CpusetCpus", Processors.words(policy.limits().processors()));
    }
    if (policy.limit(Limit.TMPFS) >= 0) {
      body.limitMemoryFiles(policy.limit(Limit.TMPFS));
    }
  }

  ContainerSettings granted(String subject) {
    Map<String, Object> tree = body.tree();
    Object platform = tree.remove(CreateBody.PLATFORM);
    Object pull = tree.remove(CreateBody.PULL);
    Object aliases = tree.remove(CreateBody.ALIASES);
    List<String> warnings = new ArrayList<>();
    for (Finding finding : leftOut) {
      warnings.add(
          finding.problem(subject) + "; it is left out (" + finding.objection().remedy() + ")");
    }
    List<String> names = new ArrayList<>();
    if (aliases instanceof List<?> list) {
      list.forEach(alias -> names.add(String.valueOf(alias)));
    }
    return new ContainerSettings(
        new LinkedHashMap<>(new TreeMap<>(tree)),
        platform == null ? "" : platform.toString(),
        pull == null ? "" : pull.toString(),
        names,
        warnings);
  }
}
