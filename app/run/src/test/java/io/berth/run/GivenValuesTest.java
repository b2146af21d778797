// SPDX-License-Identifier: Apache-2.0
package io.berth.run;

import static org.assertj.core.api.Assertions.assertThat;

import io.berth.model.BerthError;
import io.berth.run.ExecRequest.Assignments;
import io.berth.run.ExecRequest.Values;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class GivenValuesTest {

  @TempDir private Path folder;
  private final List<BerthError> errors = new ArrayList<>();

  private GivenValues secrets(@Nullable Person person, List<String> given, Path... files) {
    var none = Assignments.none();
    var values = new Values(none, none, none, new Assignments(given, List.of(files)));
    return GivenValues.read(values, Map.of("FROM_ENV", "of env"), person, errors);
  }

  @Test
  void aSecretWithoutAValueIsTakenFromTheEnvironmentElseAskedFor() {
    var person = new Answers("typed");

    GivenValues given = secrets(person, List.of("FROM_ENV", "unknown"));

    assertThat(given.secrets()).isEqualTo(Map.of("FROM_ENV", "of env", "UNKNOWN", "typed"));
    assertThat(person.questions).containsExactly("hidden: secret unknown: ");
    assertThat(given.remarks()).isEmpty();
  }

  @Test
  void whereNobodyCanBeAskedAllMissingSecretsAreNamedAtOnce() {
    secrets(null, List.of("ONE", "TWO"));

    assertThat(errors)
        .extracting(BerthError::problem)
        .satisfiesExactly(
            one -> assertThat(one).startsWith("the secret `ONE` has no value"),
            two -> assertThat(two).startsWith("the secret `TWO` has no value"));
  }

  @Test
  void whoEndsTheInputGivesNoSecret() {
    secrets(new Answers(), List.of("ONE"));

    assertThat(errors).hasSize(1);
  }

  @Test
  void nobodyIsAskedWhenSomethingElseIsWrong() {
    var person = new Answers("typed");

    secrets(person, List.of("ONE", "=x"));

    assertThat(person.questions).isEmpty();
    assertThat(errors).hasSize(1);
  }

  @Test
  void aValueOnTheCommandLineAndAFileForAllAreRemarkedUpon() throws IOException {
    Path file = Files.writeString(folder.resolve(".secrets"), "A=1\n");
    Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-r--r--"));
    new Git(folder).ask("init", "-q");

    GivenValues given = secrets(null, List.of("B=2"), file);

    assertThat(given.secrets()).isEqualTo(Map.of("A", "1", "B", "2"));
    assertThat(given.remarks())
        .satisfiesExactly(
            typed -> assertThat(typed).contains("`--secret B=`", "list of processes"),
            open -> assertThat(open).contains("chmod 600"),
            followed -> assertThat(followed).contains(".gitignore"));
  }

  @Test
  void aFileThatOnlyItsOwnerReadsAndGitIgnoresNeedsNoRemark() throws IOException {
    Path file = Files.writeString(folder.resolve(".secrets"), "A=1\n");
    Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-------"));
    Files.writeString(folder.resolve(".gitignore"), ".secrets\n");
    new Git(folder).ask("init", "-q");

    assertThat(secrets(null, List.of(), file).remarks()).isEmpty();
  }
}
