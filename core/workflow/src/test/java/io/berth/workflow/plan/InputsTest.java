// SPDX-License-Identifier: Apache-2.0
package io.berth.workflow.plan;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.berth.expressions.Contexts;
import io.berth.expressions.ExpressionException;
import io.berth.expressions.Functions;
import io.berth.expressions.Json;
import io.berth.expressions.Value;
import io.berth.model.BerthError;
import io.berth.model.BerthException;
import io.berth.workflow.Job;
import io.berth.workflow.Workflow;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class InputsTest {

  private static final Contexts CONTEXTS =
      name ->
          name.equals("github")
              ? Optional.of(Value.object(Map.of("ref_name", Value.of("main"))))
              : Optional.empty();
  private static final Functions NONE =
      (name, arguments) -> {
        throw new ExpressionException(ExpressionException.Kind.EVALUATION, name, 0);
      };

  private static final Workflow DISPATCHED =
      Workflows.of(
          """
          on:
            workflow_dispatch:
              inputs:
                text:
                flag: { type: boolean }
                on: { type: boolean, default: true }
                count: { type: number, default: 3 }
                level: { type: choice, options: [low, high] }
                must: { required: true, description: Who it is for }
          """
              + Workflows.JOB);

  private static final Workflow CALLED =
      Workflows.of(
          "called.yml",
          """
          on:
            workflow_call:
              inputs:
                name: { type: string, required: true }
                ref: { type: string, default: "of ${{ github.ref_name }}" }
                flag: { type: boolean }
                count: { type: number }
              secrets:
                token: { required: true }
                other:
          """
              + Workflows.JOB);

  @Test
  void dispatchedInputsAreTypedAndFilledIn() {
    var inputs = dispatch(Map.of("MUST", "me", "flag", "true", "count", "1.5"));

    assertThat(Json.print(inputs.typed()))
        .isEqualTo(
            "{\"text\":\"\",\"flag\":true,\"on\":true,\"count\":1.5,\"level\":\"low\",\"must\":\"me\"}");
  }

  @Test
  void thePayloadHoldsTheSameInputsAsTexts() {
    var inputs = dispatch(Map.of("must", "me"));

    assertThat(Json.print(inputs.texts()))
        .isEqualTo(
            "{\"text\":\"\",\"flag\":\"false\",\"on\":\"true\",\"count\":\"3\",\"level\":\"low\",\"must\":\"me\"}");
  }

  @Test
  void everythingWrongWithDispatchedInputsIsSaidAtOnce() {
    var given = new LinkedHashMap<String, String>();
    given.put("flag", "yes");
    given.put("count", "many");
    given.put("level", "hihg");
    given.put("txet", "x");
    var thrown = catchThrowableOfType(BerthException.class, () -> dispatch(given));

    assertThat(thrown.errors())
        .extracting(BerthError::problem)
        .containsExactly(
            "input `flag` has to be `true` or `false`, found `yes`",
            "input `count` has to be a number, found `many`",
            "input `level` has to be one of low, high, found `hihg`",
            "input `must` (Who it is for) is required, and nothing was given",
            "input `txet` is not declared by `workflow_dispatch`");
    assertThat(thrown.errors().get(2).similar()).containsExactly("high");
    assertThat(thrown.errors().get(4).similar()).containsExactly("text");
  }

  @Test
  void inputsOfACallAreConvertedAndFilledIn() {
    assertThat(call("with: { NAME: 12 }", "{\"NAME\":12}"))
        .isEqualTo("{\"name\":\"12\",\"ref\":\"of main\",\"flag\":false,\"count\":0}");
    assertThat(call("with: { name: }", "{\"name\":null,\"flag\":true,\"count\":2}"))
        .isEqualTo("{\"name\":\"\",\"ref\":\"of main\",\"flag\":true,\"count\":2}");
  }

  @Test
  void aCallIsTypedStrictly() {
    assertThatThrownBy(
            () -> call("with: { name: x }", "{\"name\":[],\"flag\":\"true\",\"count\":\"1\"}"))
        .hasMessage("Unexpected value 'Array'; Unexpected value 'true'; Unexpected value '1'");
  }

  @Test
  void aCallIsCheckedBeforeItRuns() {
    assertThat(problems("with: { flag: 'true', cuont: 1 }", "secrets: { otehr: x }"))
        .containsExactly(
            "4:19 Unexpected value 'true'",
            "4:34 Invalid input, cuont is not defined in the referenced workflow.",
            "3:14 Input name is required, but not provided while calling.",
            "5:23 Invalid secret, otehr is not defined in the referenced workflow.",
            "3:14 Secret token is required, but not provided while calling.");
  }

  @Test
  void inheritedSecretsAreNotChecked() {
    assertThat(problems("with: { name: x }", "secrets: inherit")).isEmpty();
  }

  @Test
  void whatIsComputedIsNotCheckedBeforeItRuns() {
    assertThat(problems("with: { name: x, flag: \"${{ github.ref_name }}\" }", "secrets: inherit"))
        .isEmpty();
  }

  private static DispatchInputs dispatch(Map<String, String> given) {
    return DispatchInputs.of(DISPATCHED.triggers().dispatchInputs(), given, CONTEXTS, NONE);
  }

  private static String call(String with, String given) {
    var declared = CALLED.triggers().call();
    if (declared == null) {
      throw new AssertionError();
    }
    var inputs =
        CallInputs.evaluate(
            declared, caller(with, "secrets: inherit"), Json.parse(given), CONTEXTS, NONE);
    return Json.print(inputs);
  }

  private static List<String> problems(String with, String secrets) {
    var declared = CALLED.triggers().call();
    if (declared == null) {
      throw new AssertionError();
    }
    return CallInputs.check(declared, caller(with, secrets)).stream()
        .map(
            e ->
                e.where() == null
                    ? ""
                    : e.where().line() + ":" + e.where().column() + " " + e.problem())
        .toList();
  }

  private static Job.Call caller(String with, String secrets) {
    var text =
        "on: push\njobs:\n  c: { uses: ./called.yml,\n    " + with + ",\n    " + secrets + " }\n";
    return (Job.Call) Workflows.of(text).jobs().values().iterator().next();
  }
}
