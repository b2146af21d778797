// SPDX-License-Identifier: Apache-2.0
package io.berth.conformance.reader;

import io.berth.workflow.Template;

/// How much memory a template takes up as GitHub counts it.
final class TemplateSize {

  private static final int OBJECT = 24;
  private static final int STRING = 26;

  private TemplateSize() {}

  static long of(Template template) {
    return switch (template) {
      case Template.Literal literal -> text(literal.value().asString());
      case Template.Computed computed -> text(computed.expression().source());
      case Template.Insert insert -> OBJECT;
      case Template.Sequence sequence -> {
        long size = OBJECT;
        for (Template item : sequence.items()) {
          size += of(item);
        }
        yield size;
      }
      case Template.Mapping mapping -> {
        long size = OBJECT;
        for (Template.Entry entry : mapping.entries()) {
          size += of(entry.key()) + of(entry.value());
        }
        yield size;
      }
    };
  }

  private static long text(String text) {
    return OBJECT + STRING + 2L * text.length();
  }
}
