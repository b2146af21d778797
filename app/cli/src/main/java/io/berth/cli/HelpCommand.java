// SPDX-License-Identifier: Apache-2.0
package io.berth.cli;

import io.berth.model.BerthError;
import io.berth.model.BerthException;
import io.berth.model.ErrorCode;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.ParseResult;

/// `berth help`.
final class HelpCommand implements Command {

  /// What can be read about beside the commands.
  private enum Topic {
    ENVIRONMENT("environment", "the variables that Berth reads and sets"),
    EXIT_CODES("exit-codes", "what the exit code says"),
    FILES("files", "where Berth keeps what"),
    FORMATS("formats", "the forms of output for people and machines");

    private final String word;
    private final String summary;

    Topic(String word, String summary) {
      this.word = word;
      this.summary = summary;
    }
  }

  @Override
  public void declare(Options options) {
    options.parameter("0..*", "TOPIC", "a command, or one of the topics that `berth help` lists");
  }

  @Override
  public int run(ParseResult line, Invocation invocation) {
    List<String> words = line.matchedPositionalValue(0, List.of());
    invocation.out().print(words.isEmpty() ? overview() : text(String.join(" ", words)));
    return 0;
  }

  private static String overview() {
    var text = new StringBuilder("Berth runs CI workflows in environments of your choice.\n\n");
    text.append("usage: berth COMMAND [options]\n\ncommands:\n");
    for (CommandName name : CommandName.values()) {
      HelpText.entry(name.word(), name.summary(), text);
    }
    text.append("\ntopics, for `berth help TOPIC`:\n");
    for (Topic topic : Topic.values()) {
      HelpText.entry(topic.word, topic.summary, text);
    }
    return text.append("\n`berth COMMAND --help` tells what a command takes.\n").toString();
  }

  private static String text(String word) {
    CommandName name = CommandName.of(word);
    if (name != null) {
      return new HelpText(name, Options.of(name.create()).spec()).text();
    }
    for (Topic topic : Topic.values()) {
      if (topic.word.equals(word)) {
        return Texts.resource("help/" + word + ".md");
      }
    }
    List<String> known = new ArrayList<>();
    for (CommandName each : CommandName.values()) {
      known.add(each.word());
    }
    for (Topic topic : Topic.values()) {
      known.add(topic.word);
    }
    List<String> similar = NearMiss.of(word, known);
    @Nullable String remedy = similar.isEmpty() ? "`berth help` lists what there is to read" : null;
    throw new BerthException(
        new BerthError(
            ErrorCode.USAGE, "there is no help about `" + word + "`", remedy, null, similar));
  }
}
