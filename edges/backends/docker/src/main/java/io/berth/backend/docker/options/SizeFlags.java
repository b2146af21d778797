// SPDX-License-Identifier: Apache-2.0
package io.berth.backend.docker.options;

import static io.berth.backend.docker.options.Flag.Form.MANY;
import static io.berth.backend.docker.options.Flag.Form.ONE;
import static io.berth.backend.docker.options.Flag.Form.SWITCH;

import io.berth.backend.docker.options.Flag.Use;
import io.berth.backend.docker.options.Objection.Weight;
import java.util.List;
import java.util.Map;

/// Options about how much of the machine a container may use.
final class SizeFlags {

  private static final Reading<Long> ANY = Reading.number(0, Long.MAX_VALUE);
  private static final String WINDOWS = "it is for Windows containers";
  private static final String REAL_TIME = "real-time processes can stop the machine";
  private static final String QUOTA = "`--cpus` says the same, and has a limit";

  static final List<Flag<?>> ALL =
      List.of(
          Flag.of(
              "blkio-weight",
              ONE,
              Rule.capped(Limit.BLKIO_WEIGHT, weight -> weight),
              Use.at("HostConfig.BlkioWeight", SizeFlags::weight)),
          Flag.of(
              "blkio-weight-device",
              MANY,
              Rule.capped(Limit.BLKIO_WEIGHT, DeviceRate::rate),
              rates("BlkioWeightDevice", "Weight", SizeFlags::weight)),
          refused("cpu-count", "CpuCount", WINDOWS),
          refused("cpu-percent", "CpuPercent", WINDOWS),
          Flag.of("cpu-period", ONE, Rule.own(QUOTA), Use.nothing(ANY)),
          Flag.of("cpu-quota", ONE, Rule.own(QUOTA), Use.nothing(ANY)),
          refused("cpu-rt-period", "CpuRealtimePeriod", REAL_TIME),
          refused("cpu-rt-runtime", "CpuRealtimeRuntime", REAL_TIME),
          Flag.of(
              "cpu-shares c",
              ONE,
              Rule.capped(Limit.CPU_SHARES, shares -> shares),
              Use.at("HostConfig.CpuShares", Reading.number(0, 262144))),
          Flag.of(
              "cpus",
              ONE,
              Rule.capped(Limit.CPUS, SizeFlags::orAll),
              Use.at("HostConfig.NanoCpus", Reading::processors)),
          Flag.of("cpuset-cpus", ONE, processorRule(), processors()),
          Flag.of(
              "cpuset-mems", ONE, Rule.free(), Use.at("HostConfig.CpusetMems", Processors::text)),
          rate("device-read-bps", "BlkioDeviceReadBps", Reading::size),
          rate("device-read-iops", "BlkioDeviceReadIOps", ANY),
          rate("device-write-bps", "BlkioDeviceWriteBps", Reading::size),
          rate("device-write-iops", "BlkioDeviceWriteIOps", ANY),
          Flag.of("gpus", ONE, Rule.capped(Limit.GPUS, Gpus::amount), gpus()),
          Flag.of(
              "io-maxbandwidth",
              ONE,
              Rule.refused(WINDOWS),
              Use.at("HostConfig.IOMaximumBandwidth", Reading::size)),
          refused("io-maxiops", "IOMaximumIOps", WINDOWS),
          Flag.of(
              "memory m",
              ONE,
              Rule.capped(Limit.MEMORY, SizeFlags::orAll),
              Use.at("HostConfig.Memory", Reading::size)),
          Flag.of(
              "memory-reservation",
              ONE,
              Rule.capped(Limit.MEMORY, bytes -> bytes),
              Use.at("HostConfig.MemoryReservation", Reading::size)),
          Flag.of(
              "memory-swap",
              ONE,
              Rule.capped(Limit.MEMORY_SWAP, bytes -> bytes < 0 ? Long.MAX_VALUE : bytes),
              Use.at("HostConfig.MemorySwap", Reading::sizeOrUnlimited)),
          Flag.of(
              "memory-swappiness",
              ONE,
              Rule.free(),
              Use.at("HostConfig.MemorySwappiness", Reading.number(-1, 100))),
          Flag.of(
              "oom-kill-disable",
              SWITCH,
              Rule.refused("the machine could run out of memory", truth -> !truth),
              Use.at("HostConfig.OomKillDisable", Reading::truth)),
          Flag.of(
              "oom-score-adj",
              ONE,
              Rule.refused(
                  "it decides which process of the machine goes first", score -> score == 0),
              Use.at("HostConfig.OomScoreAdj", Reading.number(-1000, 1000))),
          Flag.of(
              "pids-limit",
              ONE,
              Rule.capped(Limit.PIDS, count -> count <= 0 ? Long.MAX_VALUE : count),
              Use.at("HostConfig.PidsLimit", Reading.number(-1, Integer.MAX_VALUE))),
          Flag.of(
              "shm-size",
              ONE,
              Rule.capped(Limit.SHM, SizeFlags::orAll),
              Use.at("HostConfig.ShmSize", Reading::size)),
          Flag.of("storage-opt", MANY, storageRule(), storage()),
          Flag.of("ulimit", MANY, Ulimit.RULE, ulimits()));

  private SizeFlags() {}

  private static long orAll(long amount) {
    return amount == 0 ? Long.MAX_VALUE : amount;
  }

  private static Flag<Long> refused(String name, String field, String reason) {
    return Flag.of(name, ONE, Rule.refused(reason), Use.at("HostConfig." + field, ANY));
  }

  private static Long weight(String text) throws Malformed {
    return text.equals("0") ? 0L : Reading.number(10, 1000).read(text);
  }

  private static Rule<String> processorRule() {
    return new Rule<>(
        Rule.Standing.CAPPED,
        "limits.cpuset",
        "",
        (text, asked) -> {
          var allowed = asked.policy().limits().processors();
          return allowed.isEmpty() || allowed.containsAll(Processors.of(text))
              ? List.of()
              : List.of(
                  new Objection(
                      Weight.LIMIT,
                      "limits.cpuset",
                      "`" + text + "` is not among `" + Processors.words(allowed) + "`",
                      "name others, or change `limits: {cpuset: …}` of the label"));
        },
        (text, policy) ->
            policy.with(
                new Policy.Limits(
                    policy.limits().amounts(), policy.limits().ulimits(), Processors.of(text))));
  }

  private static Use<String> processors() {
    return Use.at("HostConfig.CpusetCpus", Processors::text);
  }

  private static Use<Gpus> gpus() {
    return new Use<>(
        Gpus::read,
        "HostConfig.DeviceRequests",
        (gpus, body) -> body.add("HostConfig.DeviceRequests", gpus.request()));
  }

  private static Rule<Map.Entry<String, String>> storageRule() {
    return Rule.<Map.Entry<String, String>>capped(
            Limit.STORAGE, pair -> orAll(storageSize(pair.getValue())))
        .and(
            (pair, asked) ->
                pair.getKey().equals("size")
                    ? List.of()
                    : List.of(
                        asked.objection(
                            Weight.POLICY,
                            "`" + pair.getKey() + "` is a setting of the engine's storage",
                            "write `size=…`, or set `profile: trusted` on the label")));
  }

  private static long storageSize(String text) {
    try {
      return Reading.size(text);
    } catch (Malformed e) {
      return 0;
    }
  }

  private static Use<Map.Entry<String, String>> storage() {
    return Use.entries(
        "HostConfig.StorageOpt",
        text -> {
          Map.Entry<String, String> pair = Reading.pair(text);
          if (pair.getKey().equals("size")) {
            Reading.size(pair.getValue());
          }
          return pair;
        });
  }

  private static Use<Ulimit> ulimits() {
    return new Use<>(
        Ulimit::read,
        "HostConfig.Ulimits",
        (limit, body) -> body.entry(CreateBody.ULIMITS, limit.name(), limit.tree()));
  }

  private static Flag<DeviceRate> rate(String name, String field, Reading<Long> reading) {
    return Flag.of(name, MANY, Rule.free(), rates(field, "Rate", reading));
  }

  private static Use<DeviceRate> rates(String field, String key, Reading<Long> reading) {
    String place = "HostConfig." + field;
    return new Use<>(
        text -> DeviceRate.read(text, reading),
        place,
        (rate, body) -> body.add(place, Map.of("Path", rate.path(), key, rate.rate())));
  }

  /// A number for a device of the machine.
  private record DeviceRate(String path, long rate) {

    static DeviceRate read(String text, Reading<Long> reading) throws Malformed {
      int colon = text.lastIndexOf(':');
      if (colon < 0 || !text.startsWith("/dev/")) {
        throw new Malformed(
            "`" + text + "` is not of the form `DEVICE:NUMBER`", "write it as `/dev/sda:1m`");
      }
      String path = Reading.path(text.substring(0, colon));
      return new DeviceRate(path, reading.read(text.substring(colon + 1)));
    }
  }
}
