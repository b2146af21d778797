// SPDX-License-Identifier: Apache-2.0
package io.berth.workflow.plan;

import io.berth.workflow.Template;

/// Finds the text in a file that says how something is computed.
final class SourceTexts {

  private SourceTexts() {}

  /// Returns the first computed text in a template, or an empty one if nothing in it is computed.
  static String of(Template template) {
    return switch (template) {
      case Template.Computed computed -> computed.source();
      case Template.Literal literal -> "";
      case Template.Insert insert -> "";
      case Template.Sequence(var items, _) -> {
        for (Template item : items) {
          if (!of(item).isEmpty()) {
            yield of(item);
          }
        }
        yield "";
      }
      case Template.Mapping(var entries, _) -> {
        for (Template.Entry entry : entries) {
          if (!of(entry.key()).isEmpty()) {
            yield of(entry.key());
          }
          if (!of(entry.value()).isEmpty()) {
            yield of(entry.value());
          }
        }
        yield "";
      }
    };
  }
}
