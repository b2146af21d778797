// SPDX-License-Identifier: Apache-2.0
package io.berth.engine;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.berth.expressions.Json;
import io.berth.expressions.Value;
import java.io.IOException;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.RecordComponent;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class EventRowsTest {

  private static final Instant NOON = EventSamples.NOON;

  static List<Class<?>> kinds() {
    return EventSamples.kinds();
  }

  @ParameterizedTest
  @MethodSource("kinds")
  void everyEventIsReadAsItWasWritten(Class<?> kind) {
    for (boolean full : List.of(true, false)) {
      Event event = EventSamples.of(kind, full);
      var row = new StringBuilder();

      new EventWriter().write(7, NOON, event, row);

      assertThat(comparable(EventReader.read(row.toString())))
          .as("%s", row)
          .isEqualTo(comparable(new EventReader.Row.Happened(7, NOON, event)));
    }
  }

  @ParameterizedTest
  @MethodSource("kinds")
  void everyEventIsDescribedWithItsMembers(Class<?> kind) throws IOException {
    Event event = EventSamples.of(kind, true);
    var row = new StringBuilder();
    new EventWriter().write(7, NOON, event, row);
    String type = EventWriter.type(event);

    String line =
        Files.readAllLines(Path.of(System.getProperty("berth.root"), "docs/reference/events.md"))
            .stream()
            .filter(text -> isAbout(text, type))
            .findFirst()
            .orElseThrow(() -> new AssertionError("events.md does not describe " + type));

    var object = (Value.ObjectValue) Json.parse(row.toString());
    for (String member : object.members().keySet()) {
      if (!List.of("sequence", "time", "type").contains(member)) {
        assertThat(line).contains("`" + member + "`");
      }
    }
  }

  private static boolean isAbout(String line, String type) {
    int end = line.indexOf('|', 1);
    return line.startsWith("|") && line.substring(0, end).contains("`" + type + "`");
  }

  @Test
  void aRowIsOneObjectOnOneLine() {
    var row = new StringBuilder();

    new EventWriter()
        .write(1, Instant.parse("0099-01-02T03:04:05Z"), new Event.Noticed("a\n\"b\""), row);

    assertThat(row.toString())
        .isEqualTo(
            "{\"sequence\":1,\"time\":\"0099-01-02T03:04:05.000Z\",\"type\":\"run.noticed\","
                + "\"text\":\"a\\n\\\"b\\\"\"}");
  }

  @Test
  void theLastRowNamesTheConclusionOfEveryJob() {
    var writer = new EventWriter();
    var row = new StringBuilder();
    for (Result result : List.of(Result.SUCCESS, Result.SKIPPED)) {
      var job = new JobKey("job-" + result.word());
      writer.write(1, NOON, new Event.JobCompleted(job, result, false, Map.of(), null), row);
    }
    row.setLength(0);

    writer.write(3, NOON, new Event.RunCompleted(Result.SUCCESS), row);

    assertThat(row.toString())
        .endsWith(
            "\"type\":\"run.finished\",\"conclusion\":\"success\","
                + "\"jobs\":{\"job-success\":\"success\",\"job-skipped\":\"skipped\"}}");
  }

  @Test
  void membersAndKindsThatAreNotKnownArePassedOver() {
    assertThat(
            EventReader.read(
                "{\"new\":[1],\"sequence\":2,\"time\":\"2026-11-22T12:00:00.007Z\","
                    + "\"type\":\"run.noticed\",\"text\":\"x\"}"))
        .isEqualTo(new EventReader.Row.Happened(2, NOON, new Event.Noticed("x")));
    assertThat(EventReader.read("{\"type\":\"moon.rose\"}"))
        .isEqualTo(new EventReader.Row.Unknown("moon.rose"));
  }

  @Test
  void whatIsNoRowIsRefused() {
    for (String text : List.of("", "{", "[]", "{}", "{\"type\":\"run.noticed\"}")) {
      assertThatThrownBy(() -> EventReader.read(text)).isInstanceOf(IllegalArgumentException.class);
    }
  }

  @Test
  void everyLineOfTheLogIsARow() {
    var step = new StepKey(new JobKey("a"), 2);
    var rows = new StringBuilder();

    EventWriter.writeLog(new LogBlock(step, NOON, "one\r\n\n\"two\"".getBytes(UTF_8)), rows);

    String start =
        "{\"time\":\"2026-11-22T12:00:00.007Z\",\"type\":\"log\",\"job\":\"a\",\"step\":2,";
    assertThat(rows.toString().split("\n"))
        .containsExactly(
            start + "\"text\":\"one\"}",
            start + "\"text\":\"\"}",
            start + "\"text\":\"\\\"two\\\"\"}");
  }

  /// Objects of the expression language are equal by identity: compare what they print.
  private static String comparable(Object record) {
    if (record instanceof Value value) {
      return Json.print(value);
    }
    if (record instanceof Map<?, ?> map) {
      var sorted = new TreeMap<String, String>();
      map.forEach((key, value) -> sorted.put(String.valueOf(key), comparable(value)));
      return sorted.toString();
    }
    if (record instanceof List<?> list) {
      return list.stream().map(EventRowsTest::comparable).toList().toString();
    }
    if (!(record instanceof Record)) {
      return String.valueOf(record);
    }
    var text = new StringBuilder(record.getClass().getName());
    for (RecordComponent component : record.getClass().getRecordComponents()) {
      try {
        component.getAccessor().setAccessible(true);
        text.append(' ').append(comparable(component.getAccessor().invoke(record)));
      } catch (IllegalAccessException | InvocationTargetException e) {
        throw new LinkageError("no accessor " + component, e);
      }
    }
    return text.toString();
  }
}
