// SPDX-License-Identifier: Apache-2.0
package io.berth.run;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// A person who has made up their mind, and ends the input after the last answer.
final class Answers implements Person {

  final List<String> questions = new ArrayList<>();
  private final Deque<String> answers;

  Answers(String... answers) {
    this.answers = new ArrayDeque<>(List.of(answers));
  }

  @Override
  public @Nullable String secret(String question) {
    questions.add("hidden: " + question);
    return answers.poll();
  }

  @Override
  public @Nullable String line(String question) {
    questions.add(question);
    return answers.poll();
  }

  @Override
  public void tell(String text) {
    questions.add(text);
  }
}
