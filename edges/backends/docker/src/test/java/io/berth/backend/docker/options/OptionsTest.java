// SPDX-License-Identifier: Apache-2.0
package io.berth.backend.docker.options;

import static org.assertj.core.api.Assertions.assertThat;

import io.berth.spi.ContainerSpec;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

/// Every row of `options.txt`: what it comes to, word by word.
class OptionsTest {

  private static final Path FOLDER =
      Path.of(
          System.getProperty("berth.root"),
          "edges/backends/docker/src/test/resources/io/berth/backend/docker/options");

  private final ContainerOptions options = new ContainerOptions(FakeSources.MACHINE);

  @Test
  void everyRowComesToWhatWasReviewed() throws IOException {
    StringBuilder text = new StringBuilder();
    for (String row : rows()) {
      text.append(row).append('\n');
      Outcome outcome = outcome(row);
      switch (outcome) {
        case Outcome.Granted(ContainerSettings settings) -> {
          text.append("    ").append(sorted(settings.body()));
          text.append(settings.platform().isEmpty() ? "" : " platform " + settings.platform());
          text.append(settings.pull().isEmpty() ? "" : " pull " + settings.pull());
          text.append(settings.aliases().isEmpty() ? "" : " aliases " + settings.aliases());
          text.append('\n');
          settings.warnings().forEach(one -> text.append("    ").append(one).append('\n'));
        }
        case Outcome.Refused refused ->
            refused
                .errors()
                .forEach(
                    error ->
                        text.append("    ")
                            .append(error.code().id() + " " + error.problem() + "\n      fix ")
                            .append(error.remedy())
                            .append(error.similar().isEmpty() ? "" : " " + error.similar())
                            .append('\n'));
      }
    }

    Path golden = FOLDER.resolve("options.golden.txt");
    if (System.getProperty("golden.update") != null) {
      Files.writeString(golden, text);
    }
    assertThat(text.toString()).isEqualTo(Files.readString(golden));
  }

  @Test
  void everyRowIsGrantedLeftOutOrRefusedAsItsMarkSays() throws IOException {
    for (String row : rows()) {
      String mark =
          switch (outcome(row)) {
            case Outcome.Granted(ContainerSettings settings) ->
                settings.warnings().isEmpty() ? "+" : "~";
            case Outcome.Refused _ -> "-";
          };

      assertThat(mark).as(row).isEqualTo(row.substring(0, 1));
    }
  }

  @Test
  void everyOptionHasARowThatIsGrantedOrLeftOutAndOneThatIsRefused() throws IOException {
    Flags flags = new Flags(FakeSources.MACHINE);
    Map<String, String> marks = new HashMap<>();
    for (String row : rows()) {
      for (Given given : Given.parse(text(row), flags).options()) {
        marks.merge(given.flag().name(), row.substring(0, 1).replace('~', '+'), String::concat);
      }
    }

    assertThat(flags.all())
        .allSatisfy(flag -> assertThat(marks.get(flag.name())).as(flag.name()).contains("+", "-"));
  }

  private static List<String> rows() throws IOException {
    return Files.readAllLines(FOLDER.resolve("options.txt")).stream()
        .filter(row -> !row.isBlank() && !row.startsWith("#"))
        .toList();
  }

  private static String text(String row) {
    return row.substring(row.indexOf('|') + 1).strip();
  }

  private Outcome outcome(String row) {
    String policy = row.substring(2, row.indexOf('|')).strip();
    var spec =
        new ContainerSpec("c", "", "image", null, Map.of(), text(row), List.of(), List.of(), null);
    return options.settings(
        policy.equals("job") ? Role.JOB : Role.SERVICE, spec, policy(policy), List.of("/berth"));
  }

  private static Object sorted(Object value) {
    return switch (value) {
      case Map<?, ?> map -> {
        Map<String, Object> all = new TreeMap<>();
        map.forEach((key, one) -> all.put(String.valueOf(key), sorted(one)));
        yield all;
      }
      case List<?> list -> list.stream().map(OptionsTest::sorted).toList();
      default -> value;
    };
  }

  /// Reads words such as `compat`, `docker_socket`, `limits.memory=2g` and `devices=/dev/kvm`.
  static Policy policy(String words) {
    Profile profile = Profile.STRICT;
    Map<AllowList, List<String>> lists = new EnumMap<>(AllowList.class);
    Map<Limit, Long> amounts = new EnumMap<>(Limit.class);
    Map<String, Long> ulimits = new TreeMap<>();
    var processors = new TreeSet<Integer>();
    String options = "";
    boolean socket = false;
    for (String word : words.split(" ", -1)) {
      String key = word.substring(0, Math.max(0, word.indexOf('=')));
      String value = word.substring(word.indexOf('=') + 1);
      if (key.isEmpty()) {
        socket |= word.equals("docker_socket");
        profile =
            switch (word) {
              case "compat" -> Profile.COMPAT;
              case "trusted" -> Profile.TRUSTED;
              default -> profile;
            };
      } else if (key.equals("options")) {
        options = value.replace('_', ' ');
      } else if (key.equals("limits.cpuset")) {
        processors.addAll(Processors.of(value));
      } else if (key.startsWith("limits.ulimits.")) {
        ulimits.put(key.substring(15), Long.parseLong(value));
      } else if (key.startsWith("limits.")) {
        Limit limit = Limit.valueOf(key.substring(7).toUpperCase(Locale.ROOT));
        try {
          amounts.put(limit, limit.read(value));
        } catch (Malformed e) {
          throw new IllegalArgumentException(word, e);
        }
      } else {
        lists
            .computeIfAbsent(
                AllowList.valueOf(key.toUpperCase(Locale.ROOT)), _ -> new ArrayList<>())
            .add(value);
      }
    }
    return new Policy(
        profile, socket, lists, new Policy.Limits(amounts, ulimits, processors), options);
  }
}
