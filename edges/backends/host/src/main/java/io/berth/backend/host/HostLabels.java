// SPDX-License-Identifier: Apache-2.0
package io.berth.backend.host;

import io.berth.spi.Capabilities;
import io.berth.spi.LabelConfiguration;
import io.berth.spi.LabelVerdict;
import io.berth.spi.Setting;
import io.berth.spi.Violation;
import java.util.ArrayList;
import java.util.List;

/// What a label that is served by this machine may say, which is nothing: `host`, `host:` or an
/// empty struct.
final class HostLabels {

  private HostLabels() {}

  static LabelVerdict verdict(LabelConfiguration label, Capabilities capabilities) {
    List<Violation> violations = new ArrayList<>();
    if (label.form() instanceof LabelConfiguration.Form.Struct struct) {
      for (String key : struct.settings().entries().keySet()) {
        violations.add(unknown(key));
      }
    } else if (label.form() instanceof LabelConfiguration.Form.Legacy legacy
        && !legacy.text().isEmpty()) {
      violations.add(
          new Violation(
              "",
              "label `"
                  + label.name()
                  + "` says `"
                  + legacy.text()
                  + "`, but there is nothing to"
                  + " choose on this machine",
              "write `" + label.name() + ":host`"));
    }
    if (!violations.isEmpty()) {
      return new LabelVerdict.Invalid(violations);
    }
    return new LabelVerdict.Valid(
        Setting.Section.EMPTY,
        new LabelVerdict.Platform(Machine.os(), Machine.arch(), null, List.of()),
        capabilities,
        "this machine (" + Machine.os() + " " + Machine.arch() + "), not isolated");
  }

  private static Violation unknown(String key) {
    return new Violation(
        key, "`" + key + "` is not a key of a label on this machine", "remove `" + key + "`");
  }
}
