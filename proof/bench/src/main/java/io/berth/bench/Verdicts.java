// SPDX-License-Identifier: Apache-2.0
package io.berth.bench;

import java.io.PrintStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.TimeUnit;

/// Figures beside floors and aims, told as they come and once more as one table.
final class Verdicts {

  private static final String ROW = "%-44s %14s %14s %10s %10s  %s%n";

  private final PrintStream out;
  private final List<Row> rows = new ArrayList<>();

  /// @param floor what was measured beside it
  /// @param ours what is judged
  /// @param ratio of the two, or their difference
  /// @param aim what the ratio should be, or an empty text
  /// @param verdict `met`, `missed`, or an empty text where there is no aim
  private record Row(
      String what, String floor, String ours, String ratio, String aim, String verdict) {}

  /// @param out where the figures go
  Verdicts(PrintStream out) {
    this.out = out;
  }

  /// Notes how many seconds something took that should reach a part of another's speed.
  ///
  /// @param aim which part, or 0 where there is no aim
  void speed(String what, double floor, double ours, double aim) {
    add(
        what,
        text(floor, "s"),
        text(ours, "s"),
        text(floor / ours, ""),
        aim == 0 ? "" : ">= " + text(aim, ""),
        aim == 0 ? "" : verdict(floor / ours >= aim));
  }

  /// Notes a number that should not be above another by more than some amount.
  void above(String what, String unit, double floor, double ours, double aim) {
    double over = ours - floor;
    add(
        what,
        text(floor, unit),
        text(ours, unit),
        (over < 0 ? "" : "+") + text(over, ""),
        "<= +" + text(aim, ""),
        verdict(over <= aim));
  }

  /// Notes a number that should not be above an amount.
  void most(String what, String unit, double ours, double aim) {
    add(what, "", text(ours, unit), "", "<= " + text(aim, ""), verdict(ours <= aim));
  }

  private synchronized void add(
      String what, String floor, String ours, String ratio, String aim, String verdict) {
    rows.add(new Row(what, floor, ours, ratio, aim, verdict));
    out.printf("%s: %s beside %s%n", what, ours, floor.isEmpty() ? "nothing" : floor);
  }

  private static String verdict(boolean met) {
    return met ? "met" : "missed";
  }

  private static String text(double number, String unit) {
    String digits =
        Math.abs(number) >= 100
            ? String.format(Locale.ROOT, "%.0f", number)
            : String.format(Locale.ROOT, "%.2f", number);
    return unit.isEmpty() ? digits : digits + " " + unit;
  }

  /// Prints what there is and ends this program when some time is over, so that nothing that hangs
  /// keeps it from being told.
  ///
  /// @param last done before that
  /// @return what is interrupted when all is measured
  Thread endAfter(int seconds, Runnable last) {
    return Thread.ofPlatform()
        .daemon()
        .name("limit")
        .start(
            () -> {
              try {
                TimeUnit.SECONDS.sleep(seconds);
              } catch (InterruptedException e) {
                return;
              }
              print();
              out.println("The rest was not measured: " + seconds + " seconds were over.");
              last.run();
              Runtime.getRuntime().halt(1);
            });
  }

  /// Prints all.
  synchronized void print() {
    out.println();
    out.printf(ROW, "what", "beside", "ours", "ratio, +", "aim", "");
    for (Row row : rows) {
      out.printf(ROW, row.what, row.floor, row.ours, row.ratio, row.aim, row.verdict);
    }
  }
}
