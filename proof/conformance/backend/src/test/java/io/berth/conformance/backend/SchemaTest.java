// SPDX-License-Identifier: Apache-2.0
package io.berth.conformance.backend;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

class SchemaTest {

  private static final String SCHEMA =
      """
      {"type": "object", "required": ["image"], "additionalProperties": false,
       "properties": {
         "image": {"type": "string"}, "size": {"enum": ["small", "large"]},
         "cpus": {"type": ["integer", "null"]},
         "mounts": {"type": "array", "items": {"type": "string"}}}}
      """;

  @Test
  void whatFitsIsTaken() {
    assertThat(problems("{image: x, size: large, cpus: 4, mounts: [a, b]}")).isEqualTo("[]");
  }

  @Test
  void everythingThatDoesNotFitIsTold() {
    assertThat(problems("{size: huge, cpus: 1.5, mounts: [1], other: y}"))
        .isEqualTo(
            "[`/size` is none of the values that are allowed,"
                + " `/cpus` is not of the type integer or null,"
                + " `/mounts/items` is not of the type string,"
                + " `/other` is not wanted,"
                + " `` lacks `image`]");
  }

  @Test
  void whatIsNoSchemaIsRefusedWithItsPlaces() {
    assertThatThrownBy(
            () ->
                Schema.of(
                    "{\"type\": \"objekt\", \"properties\": {\"a\": 7}, \"required\": \"a\"}"))
        .hasMessageContaining("`/type` names a type that is none of [array, boolean,")
        .hasMessageContaining("`/properties/a` is neither an object nor true or false")
        .hasMessageContaining("`/required` is no array");
  }

  private static String problems(String value) {
    return Schema.of(SCHEMA).problems(ConfigurationFile.section(value, "test")).toString();
  }
}
