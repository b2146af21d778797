// SPDX-License-Identifier: Apache-2.0
package io.berth.engine.job;

import io.berth.engine.Annotation;
import io.berth.engine.Event;
import io.berth.engine.Event.Detail;
import io.berth.engine.StepKey;
import io.berth.engine.output.CommandFile;
import io.berth.engine.output.Masker;
import io.berth.spi.FileContent;
import java.util.List;

/// What a step wrote to its command files, as events.
///
/// @param step the step
/// @param files where its files are
/// @param events where the events go
record WrittenFiles(StepKey step, StepFiles files, List<Event> events) {

  void read(FileContent file) {
    byte[] content = file.content();
    if (content == null || content.length == 0) {
      return;
    }
    if (file.path().equals(files.env())) {
      env(content);
    } else if (file.path().equals(files.output())) {
      for (CommandFile.Entry entry : entries("output", content)) {
        events.add(new Detail.OutputSet(step, entry.name(), entry.value()));
      }
    } else if (file.path().equals(files.path())) {
      for (String folder : CommandFile.folders(content)) {
        events.add(new Detail.PathAdded(step, folder));
      }
    } else if (file.path().equals(files.state())) {
      for (CommandFile.Entry entry : entries("state", content)) {
        events.add(new Detail.StateSaved(step, entry.name(), entry.value()));
      }
    } else if (file.path().equals(files.summary())) {
      summary(content, file.size());
    }
  }

  private void env(byte[] content) {
    List<CommandFile.Entry> entries = entries("env", content);
    for (CommandFile.Entry entry : entries) {
      if (!CommandFile.isBlocked(entry)) {
        events.add(new Detail.VariableSet(step, entry.name(), entry.value()));
      }
    }
    for (String refusal : CommandFile.refusals(entries)) {
      addFault(refusal, false);
    }
  }

  private List<CommandFile.Entry> entries(String command, byte[] content) {
    return switch (CommandFile.entries(content)) {
      case CommandFile.Entries.Complete(var entries) -> entries;
      case CommandFile.Entries.Broken(var entries, var problem) -> {
        for (String line : List.of(CommandFile.failure(command), problem)) {
          addFault(line, true);
        }
        yield entries;
      }
    };
  }

  /// Events are masked when they are stored, so the text stays raw here.
  private void summary(byte[] content, long size) {
    switch (CommandFile.summary(content, size, new Masker())) {
      case CommandFile.Summary.None() -> {}
      case CommandFile.Summary.Kept(var markdown) ->
          events.add(new Detail.SummaryWritten(step, markdown));
      case CommandFile.Summary.Refused(var problem) -> addFault(problem, false);
    }
  }

  private void addFault(String line, boolean fails) {
    events.add(new Detail.StepFaulted(step, line, fails));
    events.add(Failures.remark(step, Annotation.Level.ERROR, line));
  }
}
