// SPDX-License-Identifier: Apache-2.0
package io.berth.workflow;

import io.berth.model.SourceSpan;
import io.berth.workflow.Diagnostic.Rule;
import io.berth.workflow.Findings.Remark;
import java.nio.charset.CharacterCodingException;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Reads the manifests of actions.
public final class ActionReader {

  private ActionReader() {}

  /// What came of reading a manifest.
  ///
  /// @param manifest the manifest, or `null` if it is not one that a forge would run
  /// @param diagnostics all that was found, errors first, each in the order of the file
  public record Reading(@Nullable ActionManifest manifest, List<Diagnostic> diagnostics) {
    public Reading {
      diagnostics = List.copyOf(diagnostics);
    }
  }

  /// Reads one `action.yml` within the usual limits.
  ///
  /// @param file how the file is called in diagnostics
  /// @param content its bytes
  /// @param dialect whose reading of the language applies
  public static Reading read(String file, byte[] content, Dialect dialect) {
    return read(file, content, dialect, false);
  }

  /// Reads one `action.yml` and looks for what a forge would run and nobody can mean, as
  /// [WorkflowReader#check] does.
  ///
  /// @param file how the file is called in diagnostics
  /// @param content its bytes
  /// @param dialect whose reading of the language applies
  public static Reading check(String file, byte[] content, Dialect dialect) {
    return read(file, content, dialect, true);
  }

  /// @param typed whether expressions are looked at too
  private static Reading read(String file, byte[] content, Dialect dialect, boolean typed) {
    Findings findings = new Findings(typed);
    Template template = template(file, content, dialect, findings);
    if (template != null) {
      ActionCheck.check(template, findings);
      if (typed) {
        ActionTypesCheck.check(template, findings);
      }
    }
    ActionManifest manifest =
        template == null || findings.failed() ? null : ActionBuilder.build(file, template);
    return new Reading(manifest, findings.all(Limits.DEFAULT.diagnostics()));
  }

  /// Returns the characters of a manifest.
  ///
  /// @param content UTF-8, or what its byte order mark says
  /// @throws CharacterCodingException if it is not text
  public static String text(byte[] content) throws CharacterCodingException {
    return Decoding.text(content);
  }

  private static @Nullable Template template(
      String file, byte[] content, Dialect dialect, Findings findings) {
    SourceText source = Decoding.decode(file, content, Limits.DEFAULT, findings);
    if (source == null) {
      return null;
    }
    YamlNode root = YamlReader.read(source, Limits.DEFAULT, dialect != Dialect.GITHUB, findings);
    if (root == null) {
      if (!findings.failed()) {
        findings.error(
            Rule.SYNTAX,
            new SourceSpan(file, 1, 1, 1),
            Remark.of("the file holds no action", "Unexpected value ''")
                .fix("Write at least `runs:`."));
      }
      return null;
    }
    return new TemplateReader(Schema.ofActions(dialect), source, findings).read(root, "action");
  }
}
