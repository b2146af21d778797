// SPDX-License-Identifier: Apache-2.0
package io.berth.testbackend;

import io.berth.spi.Backend;
import io.berth.spi.Capabilities;
import io.berth.spi.LabelConfiguration;
import io.berth.spi.LabelVerdict;
import io.berth.spi.Setting;
import io.berth.spi.Violation;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;

/// Labels name faults: `{faults: [kill-ignored]}`, or `kill-ignored,create-slow` as text.
final class TestLabels {

  private static final AtomicInteger COUNT = new AtomicInteger();

  private final Backend host;
  private final FaultScript script;
  private final Capabilities capabilities;

  TestLabels(Backend host, FaultScript script, Capabilities capabilities) {
    this.host = host;
    this.script = script;
    this.capabilities = capabilities;
  }

  List<LabelVerdict> verdicts(List<LabelConfiguration> labels) {
    List<LabelVerdict> verdicts = new ArrayList<>();
    for (LabelConfiguration label : labels) {
      if (script.has(Fault.LABELS_SLOW)) {
        LockSupport.parkNanos(Duration.ofMillis(60).toNanos());
      }
      verdicts.add(verdict(label));
    }
    return script.has(Fault.LABELS_SHUFFLED) ? shuffled(verdicts) : verdicts;
  }

  private static List<LabelVerdict> shuffled(List<LabelVerdict> verdicts) {
    List<LabelVerdict> shuffled =
        new ArrayList<>(verdicts.subList(verdicts.size() / 2, verdicts.size()));
    shuffled.addAll(verdicts.subList(0, verdicts.size() / 2));
    return shuffled;
  }

  private LabelVerdict verdict(LabelConfiguration label) {
    Setting.Section section =
        switch (label.form()) {
          case LabelConfiguration.Form.Struct struct -> struct.settings();
          case LabelConfiguration.Form.Legacy legacy -> FaultScript.section(legacy.text());
        };
    List<Violation> violations = new ArrayList<>();
    FaultScript.read(section, Set.of(), violations);
    if (script.has(Fault.LABELS_REFUSED)) {
      violations.add(new Violation("", "no label is good enough", null));
    } else if (script.has(Fault.LABELS_TAKE_ANY)) {
      violations.clear();
    }
    if (!violations.isEmpty()) {
      return new LabelVerdict.Invalid(violations);
    }
    Map<String, Setting> normalised = new LinkedHashMap<>(section.entries());
    if (script.has(Fault.LABELS_UNSTABLE)) {
      normalised.put("seen", new Setting.Text(Integer.toString(COUNT.incrementAndGet())));
    }
    return new LabelVerdict.Valid(
        new Setting.Section(normalised), platform(), capabilities, "this machine, for tests");
  }

  private LabelVerdict.Platform platform() {
    var empty =
        new LabelConfiguration(
            "test", "test", new LabelConfiguration.Form.Struct(Setting.Section.EMPTY));
    return switch (host.validateLabels(List.of(empty)).getFirst()) {
      case LabelVerdict.Valid valid -> valid.platform();
      case LabelVerdict.Invalid invalid -> throw new IllegalStateException(invalid.toString());
    };
  }
}
