// SPDX-License-Identifier: Apache-2.0
package io.berth.conformance.backend;

import io.berth.protocol.v1beta1.GetInfoResponse;
import io.berth.spi.LabelConfiguration;
import io.berth.spi.Setting;
import java.util.List;

/// What a plugin says of the form of its configuration and its labels.
final class SchemaCases {

  static final List<Case> CASES =
      List.of(
          Case.of(
                  "INFO-08",
                  Profile.WIRE,
                  "the schemas are JSON Schemas, and take the configuration and the label in use",
                  SchemaCases::schemas)
              .needs(Need.WIRE));

  private SchemaCases() {}

  private static void schemas(Trial trial) {
    trial.doing("GetInfo");
    GetInfoResponse info = RawCalls.info(trial.wire().channel(null));
    check(trial, "configuration", info.getConfigurationSchema(), trial.subject().configuration());
    check(
        trial,
        "label",
        info.getLabelSchema(),
        trial.subject().label() instanceof LabelConfiguration.Form.Struct(var settings)
            ? settings
            : trial.label());
  }

  private static void check(Trial trial, String what, String text, Setting.Section used) {
    if (text.isEmpty()) {
      return;
    }
    Schema schema;
    try {
      schema = Schema.of(text);
    } catch (IllegalArgumentException e) {
      throw new Broken("the schema of a " + what + " is no JSON Schema: " + e.getMessage());
    }
    List<String> problems = schema.problems(used);
    trial.that(
        problems.isEmpty(),
        "the schema of a "
            + what
            + " does not take the one in use: "
            + String.join("; ", problems));
  }
}
