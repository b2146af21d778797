// SPDX-License-Identifier: Apache-2.0
package io.berth.conformance.reader;

import io.berth.conformance.Index;
import io.berth.conformance.Suite;
import io.berth.conformance.SuiteResult;
import io.berth.expressions.Json;
import io.berth.expressions.Value;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// Rows that are files with a workflow and what reading it must give: a row passes when the JSON is
/// equal, or when every expected message is among the errors.
public final class ReaderRows implements Suite {

  @Override
  public SuiteResult run(String name, Index index, List<Index.Entry> rows) throws IOException {
    List<SuiteResult.Row> failures = new ArrayList<>();
    for (Index.Entry row : rows) {
      Path file = index.locate(row);
      String fileName = row.path().substring(row.path().lastIndexOf('/') + 1);
      Optional<String> problem = judge(fileName, Files.readString(file));
      problem.ifPresent(reason -> failures.add(new SuiteResult.Row(row.path(), reason)));
    }
    return new SuiteResult(name, rows.size() - failures.size(), failures, List.of());
  }

  private static Optional<String> judge(String fileName, String text) {
    ReaderCase read = ReaderCase.parse(fileName, text);
    Conversion conversion = new Conversion(read);
    Value actual = conversion.convert();
    List<String> messages = conversion.messages();
    if (read.expected() instanceof Value.ObjectValue object
        && object.member("errors").orElse(Value.NULL) instanceof Value.ArrayValue errors) {
      return missing(errors, messages);
    }
    if (!messages.isEmpty()) {
      return Optional.of("no error was expected, came " + messages);
    }
    return actual.equals(read.expected())
        ? Optional.empty()
        : Optional.of("expected " + Json.print(read.expected()) + ", came " + Json.print(actual));
  }

  /// Looks for every expected message. The data cuts messages of more than 500 characters.
  private static Optional<String> missing(Value.ArrayValue errors, List<String> messages) {
    for (Value item : errors.items()) {
      String message =
          item instanceof Value.ObjectValue object
              ? object.member("Message").orElse(Value.NULL).asString()
              : "";
      boolean cut = message.endsWith("[...]");
      String text = cut ? message.substring(0, message.length() - 5) : message;
      if (messages.stream().noneMatch(found -> found.contains(text))) {
        return Optional.of("expected the error `" + message + "`, came " + messages);
      }
    }
    return Optional.empty();
  }
}
