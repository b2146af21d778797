// SPDX-License-Identifier: Apache-2.0
package io.berth.conformance.backend;

import io.berth.spi.LabelConfiguration;
import io.berth.spi.LabelVerdict;
import io.berth.spi.Setting;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// What a backend says of labels.
final class LabelCases {

  /// A key that no backend has.
  private static final String UNKNOWN = "verify-no-such-key";

  static final List<Case> CASES =
      List.of(
          Case.of("LBL-01", Profile.CORE, "the label is accepted and told", LabelCases::accepted),
          Case.of(
              "LBL-02",
              Profile.CORE,
              "the normalised form is accepted as it is and means the same",
              LabelCases::normalised),
          Case.of(
              "LBL-03",
              Profile.CORE,
              "a key that is not known is a violation at its path",
              LabelCases::unknownKey),
          Case.of(
              "LBL-04",
              Profile.CORE,
              "there is one verdict for each label, in the order of the labels",
              LabelCases::order),
          Case.of(
              "LBL-06",
              Profile.CORE,
              "100 labels take less than 5 seconds and make nothing",
              LabelCases::many));

  private LabelCases() {}

  private static LabelVerdict verdict(Trial trial, LabelConfiguration.Form form) {
    trial.doing("validation of a label");
    List<LabelVerdict> verdicts =
        trial.backend().validateLabels(List.of(new LabelConfiguration("verify", "label", form)));
    trial.equal("the number of verdicts for one label", 1, verdicts.size());
    return verdicts.getFirst();
  }

  private static LabelVerdict.Valid valid(Trial trial, LabelConfiguration.Form form) {
    return switch (verdict(trial, form)) {
      case LabelVerdict.Valid valid -> valid;
      case LabelVerdict.Invalid invalid ->
          throw new Broken(
              "the label was not accepted: " + invalid.violations().getFirst().problem());
    };
  }

  private static void accepted(Trial trial) {
    LabelVerdict.Valid valid = valid(trial, trial.subject().label());
    trial.that(!valid.summary().isBlank(), "the verdict of the label has no summary for a person");
    trial.that(
        List.of("Linux", "Windows", "macOS").contains(valid.platform().os()),
        "the platform's os is `"
            + valid.platform().os()
            + "`, and `Linux`, `Windows` or `macOS` was wanted");
    trial.that(
        List.of("X86", "X64", "ARM", "ARM64").contains(valid.platform().arch()),
        "the platform's arch is `"
            + valid.platform().arch()
            + "`, and `X86`, `X64`, `ARM` or `ARM64` was wanted");
  }

  private static void normalised(Trial trial) {
    LabelVerdict.Valid first = valid(trial, trial.subject().label());
    trial.equal(
        "the normalised form of the same label, asked for again,",
        first.normalised(),
        valid(trial, trial.subject().label()).normalised());
    LabelVerdict again = verdict(trial, new LabelConfiguration.Form.Struct(first.normalised()));
    if (!(again instanceof LabelVerdict.Valid twin)) {
      throw new Broken("the normalised form of the label, given as it is, was not accepted");
    }
    trial.equal(
        "the normalised form of the normalised form", first.normalised(), twin.normalised());
    trial.equal("its capabilities", first.capabilities(), twin.capabilities());
  }

  private static LabelConfiguration.Form.Struct withUnknownKey(Trial trial) {
    Map<String, Setting> entries =
        new LinkedHashMap<>(valid(trial, trial.subject().label()).normalised().entries());
    entries.put(UNKNOWN, new Setting.Text("x"));
    return new LabelConfiguration.Form.Struct(new Setting.Section(entries));
  }

  private static void unknownKey(Trial trial) {
    switch (verdict(trial, withUnknownKey(trial))) {
      case LabelVerdict.Valid valid ->
          throw new Broken("a label with the unknown key `" + UNKNOWN + "` was accepted");
      case LabelVerdict.Invalid invalid ->
          trial.that(
              invalid.violations().stream().anyMatch(one -> one.path().contains(UNKNOWN)),
              "a label with the unknown key `"
                  + UNKNOWN
                  + "` was refused, but no violation has its path");
    }
  }

  private static void order(Trial trial) {
    var wrong = withUnknownKey(trial);
    List<LabelConfiguration> labels = new ArrayList<>();
    for (int i = 0; i < 7; i++) {
      labels.add(
          new LabelConfiguration(
              "verify", "label-" + i, i % 3 == 1 ? wrong : trial.subject().label()));
    }
    trial.doing("validation of 7 labels");
    List<LabelVerdict> verdicts = trial.backend().validateLabels(labels);
    trial.equal("the number of verdicts for 7 labels", 7, verdicts.size());
    for (int i = 0; i < 7; i++) {
      trial.equal(
          "whether label " + (i + 1) + " of 7 is accepted",
          i % 3 != 1,
          verdicts.get(i) instanceof LabelVerdict.Valid);
    }
  }

  private static void many(Trial trial) {
    int before = trial.backend().list(trial.subject().runner()).size();
    List<LabelConfiguration> labels = new ArrayList<>();
    for (int i = 0; i < 100; i++) {
      labels.add(new LabelConfiguration("verify", "label-" + i, trial.subject().label()));
    }
    trial.doing("validation of 100 labels");
    long start = System.nanoTime();
    trial.backend().validateLabels(labels);
    long took = System.nanoTime() - start;
    trial.that(
        took < Duration.ofSeconds(5).toNanos(),
        "100 labels took " + took / 1_000_000 + " ms, and less than 5000 ms was wanted");
    trial.equal(
        "the number of environments after the validation of labels",
        before,
        trial.backend().list(trial.subject().runner()).size());
  }
}
