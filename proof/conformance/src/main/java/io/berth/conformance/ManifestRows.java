// SPDX-License-Identifier: Apache-2.0
package io.berth.conformance;

import io.berth.workflow.ActionReader;
import io.berth.workflow.Diagnostic;
import io.berth.workflow.Dialect;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.snakeyaml.engine.v2.api.Load;
import org.snakeyaml.engine.v2.api.LoadSettings;

/// Rows that are manifests of actions: a row passes when the manifest is rejected as expected, or
/// when the model says of it what the plain YAML does, with the defaults of the language filled in.
public final class ManifestRows implements Suite {

  @Override
  public SuiteResult run(String name, Index index, List<Index.Entry> rows) throws IOException {
    List<SuiteResult.Row> failures = new ArrayList<>();
    for (var row : rows) {
      var problem = judge(index.locate(row), row.expected());
      problem.ifPresent(reason -> failures.add(new SuiteResult.Row(row.path(), reason)));
    }
    return new SuiteResult(name, rows.size() - failures.size(), failures, List.of());
  }

  private static Optional<String> judge(Path file, String expected) throws IOException {
    var content = Files.readAllBytes(file);
    var shown = String.valueOf(file.getFileName());
    var reading = ActionReader.read(shown, content, Dialect.GITHUB);
    var manifest = reading.manifest();
    if (expected.contains("must be rejected")) {
      return manifest == null ? Optional.empty() : Optional.of("expected to be rejected");
    }
    if (manifest == null) {
      var problems =
          reading.diagnostics().stream()
              .filter(Diagnostic::isError)
              .map(found -> found.where() + " " + found.error().problem())
              .toList();
      return Optional.of("expected to be accepted, came " + String.join("; ", problems));
    }
    var plain = new Load(LoadSettings.builder().build()).loadFromString(Files.readString(file));
    var wanted = ManifestFacts.of(plain);
    var found = ManifestFacts.of(manifest);
    return found.equals(wanted)
        ? Optional.empty()
        : Optional.of("expected " + wanted + ", came " + found);
  }
}
