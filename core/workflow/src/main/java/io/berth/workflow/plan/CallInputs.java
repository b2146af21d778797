// SPDX-License-Identifier: Apache-2.0
package io.berth.workflow.plan;

import io.berth.expressions.Contexts;
import io.berth.expressions.Functions;
import io.berth.expressions.Value;
import io.berth.model.BerthError;
import io.berth.model.BerthException;
import io.berth.model.ErrorCode;
import io.berth.model.SourceSpan;
import io.berth.workflow.Job;
import io.berth.workflow.Similar;
import io.berth.workflow.Template;
import io.berth.workflow.Triggers;
import io.berth.workflow.Triggers.Input;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// What a calling job gives to the workflow it calls. Error texts are those of GitHub.
public final class CallInputs {

  private final Triggers.Call declared;
  private final Job.Call job;
  private final List<BerthError> errors = new ArrayList<>();

  private CallInputs(Triggers.Call declared, Job.Call job) {
    this.declared = declared;
    this.job = job;
  }

  /// Returns all that is wrong with a call before anything is evaluated: names that the called
  /// workflow does not declare, required ones that are not given, literals of a wrong type.
  ///
  /// @param declared the `workflow_call` of the called workflow
  /// @param job the caller
  public static List<BerthError> check(Triggers.Call declared, Job.Call job) {
    var call = new CallInputs(declared, job);
    call.checkInputs();
    call.checkSecrets();
    return List.copyOf(call.errors);
  }

  /// Computes the `inputs` of the called workflow.
  ///
  /// @param given the value of `with`, an object, or null
  /// @param contexts what the expressions of defaults may use
  /// @throws BerthException every input that is unknown, missing or of a wrong type
  public static Value.ObjectValue evaluate(
      Triggers.Call declared, Job.Call job, Value given, Contexts contexts, Functions functions) {
    var call = new CallInputs(declared, job);
    var inputs = call.convert(given, contexts, functions);
    if (!call.errors.isEmpty()) {
      throw new BerthException(call.errors, null);
    }
    return inputs;
  }

  private Value.ObjectValue convert(Value given, Contexts contexts, Functions functions) {
    Map<String, Value> inputs = new LinkedHashMap<>();
    if (!(given instanceof Value.ObjectValue) && !(given instanceof Value.NullValue)) {
      wrong(place(null), "`with` has to be a mapping, found " + TemplateEvaluator.shown(given));
      return Value.object(inputs);
    }
    var object =
        given instanceof Value.ObjectValue mapping
            ? mapping
            : Value.object(Map.<String, Value>of());
    object.members().keySet().forEach(this::checkDeclared);
    declared
        .inputs()
        .forEach(
            (name, input) -> {
              var value = object.member(name);
              if (value.isPresent()) {
                checkType(place(name), value.get(), input);
                inputs.put(name, converted(value.get(), input));
              } else {
                checkGiven(name, input);
                inputs.put(name, byDefault(input, contexts, functions));
              }
            });
    return Value.object(inputs);
  }

  private static Value byDefault(Input input, Contexts contexts, Functions functions) {
    Template given = input.defaultValue();
    if (given != null) {
      return converted(TemplateEvaluator.value(given, contexts, functions), input);
    }
    return switch (input.type()) {
      case "boolean" -> Value.of(false);
      case "number" -> Value.of(0);
      default -> Value.of("");
    };
  }

  private static Value converted(Value value, Input input) {
    return switch (input.type()) {
      case "boolean", "number" -> value;
      default -> Value.of(value.asString());
    };
  }

  private void checkInputs() {
    List<String> names = new ArrayList<>();
    boolean complete = true;
    if (job.with() instanceof Template.Mapping(var entries, _)) {
      for (Template.Entry entry : entries) {
        if (!(entry.key() instanceof Template.Literal(_, var name, _))) {
          complete = false;
          continue;
        }
        names.add(name);
        checkDeclared(name);
        var input = find(declared.inputs(), name);
        if (input != null && entry.value() instanceof Template.Literal(var value, _, var span)) {
          checkType(span, value, input);
        }
      }
    } else {
      complete = !(job.with() instanceof Template.Computed);
    }
    if (complete) {
      declared
          .inputs()
          .forEach(
              (name, input) -> {
                if (names.stream().noneMatch(name::equalsIgnoreCase)) {
                  checkGiven(name, input);
                }
              });
    }
  }

  private void checkDeclared(String name) {
    if (find(declared.inputs(), name) == null) {
      errors.add(
          new BerthError(
              ErrorCode.WORKFLOW_INVALID,
              "Invalid input, " + name + " is not defined in the referenced workflow.",
              null,
              place(name),
              Similar.to(name, declared.inputs().keySet())));
    }
  }

  private void checkGiven(String name, Input input) {
    if (input.required()) {
      wrong(job.uses().span(), "Input " + name + " is required, but not provided while calling.");
    }
  }

  private void checkType(SourceSpan place, Value value, Input input) {
    boolean fits =
        switch (input.type()) {
          case "boolean" -> value instanceof Value.BooleanValue;
          case "number" -> value instanceof Value.NumberValue;
          default -> !(value instanceof Value.ObjectValue || value instanceof Value.ArrayValue);
        };
    if (!fits) {
      errors.add(
          new BerthError(
              ErrorCode.WORKFLOW_INVALID,
              "Unexpected value '" + value.asString() + "'",
              "Give a " + input.type() + ": the called workflow declares it so.",
              place,
              List.of()));
    }
  }

  private void checkSecrets() {
    var secrets = job.secrets();
    if (secrets != null && secrets.inherit()) {
      return;
    }
    List<String> names = new ArrayList<>();
    if (secrets != null && secrets.given() instanceof Template.Mapping(var entries, _)) {
      for (Template.Entry entry : entries) {
        if (entry.key() instanceof Template.Literal(_, var name, var span)) {
          names.add(name);
          checkSecret(name, span, entry.value().span());
        }
      }
    }
    declared
        .secrets()
        .forEach(
            (name, required) -> {
              if (required && names.stream().noneMatch(name::equalsIgnoreCase)) {
                wrong(
                    job.uses().span(),
                    "Secret " + name + " is required, but not provided while calling.");
              }
            });
  }

  private void checkSecret(String name, SourceSpan key, SourceSpan value) {
    if (find(declared.secrets(), name) == null) {
      errors.add(
          new BerthError(
              ErrorCode.WORKFLOW_INVALID,
              "Invalid secret, " + name + " is not defined in the referenced workflow.",
              null,
              value.line() == key.line() ? value : key,
              Similar.to(name, declared.secrets().keySet())));
    }
  }

  private static <T> @Nullable T find(Map<String, T> declared, String name) {
    for (Map.Entry<String, T> entry : declared.entrySet()) {
      if (entry.getKey().equalsIgnoreCase(name)) {
        return entry.getValue();
      }
    }
    return null;
  }

  private SourceSpan place(@Nullable String name) {
    if (name != null && job.with() instanceof Template.Mapping(var entries, _)) {
      for (Template.Entry entry : entries) {
        if (entry.key() instanceof Template.Literal(_, var key, _) && key.equalsIgnoreCase(name)) {
          return entry.value().span();
        }
      }
    }
    return job.with() == null ? job.uses().span() : job.with().span();
  }

  private void wrong(SourceSpan place, String problem) {
    errors.add(new BerthError(ErrorCode.WORKFLOW_INVALID, problem, null, place, List.of()));
  }
}
