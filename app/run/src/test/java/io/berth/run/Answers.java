// SPDX-License-Identifier: Apache-2.0
package io.berth.run;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.berth.spi.Chunk;
import io.berth.spi.Conversation;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// A person who has made up their mind, and ends the input after the last answer.
final class Answers implements Person {

  final List<String> questions = new ArrayList<>();
  final List<String> shown = new ArrayList<>();
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

  /// Types all answers at once and keeps what was shown.
  @Override
  public void talk(String about, Command command) throws InterruptedException {
    questions.add(about);
    Conversation conversation = command.start(80, 24);
    try {
      for (String answer : answers) {
        conversation.type((answer + "\n").getBytes(UTF_8));
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    var text = new StringBuilder();
    Chunk chunk = conversation.read(0, 0);
    while (!chunk.isEnd()) {
      text.append(new String(chunk.bytes(), UTF_8));
      chunk = conversation.read(chunk.end(), chunk.end());
    }
    shown.add(text.toString());
  }

  @Override
  public void tell(String text) {
    questions.add(text);
  }
}
