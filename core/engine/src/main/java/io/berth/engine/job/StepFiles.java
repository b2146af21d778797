// SPDX-License-Identifier: Apache-2.0
package io.berth.engine.job;

import io.berth.spi.Layout;

/// Where the files of one step are inside the environment.
///
/// @param folder the folder of all such files of the job
/// @param separator between the parts of a path
/// @param place where the step is: `4`, or `4.1.2` inside of actions
record StepFiles(String folder, String separator, String place) {

  static StepFiles of(Layout layout, String place) {
    String separator = layout.os().equals("Windows") ? "\\" : "/";
    return new StepFiles(layout.paths().temp() + separator + "_berth", separator, place);
  }

  /// Returns where the payload of the event is for all steps of a job.
  static String event(Layout layout) {
    StepFiles files = of(layout, "");
    return files.folder + files.separator + "event.json";
  }

  /// Returns where it is for this step alone.
  String event() {
    return file("event.json");
  }

  String env() {
    return file("env");
  }

  String output() {
    return file("output");
  }

  String path() {
    return file("path");
  }

  String state() {
    return file("state");
  }

  String summary() {
    return file("summary");
  }

  String script(String extension) {
    return file("script") + extension;
  }

  private String file(String kind) {
    return folder + separator + "step-" + place + "-" + kind;
  }
}
