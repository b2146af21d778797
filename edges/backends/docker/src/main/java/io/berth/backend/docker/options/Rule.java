// SPDX-License-Identifier: Apache-2.0
package io.berth.backend.docker.options;

import io.berth.backend.docker.options.Objection.Weight;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.function.ToLongFunction;

/// Who may use an option.
///
/// @param <T> what its value is read to
/// @param standing the class it belongs to
/// @param setting what an administrator writes to allow it, empty if nothing needs to be or can be
/// @param reason why it is not free, or what of it is not; without a full stop, empty if all is
/// @param judge what stands against a value
/// @param lowering what is left to jobs where the administrator gives every container a value
record Rule<T>(
    Standing standing, String setting, String reason, Judge<T> judge, Lowering<T> lowering) {

  Rule(Standing standing, String setting, String reason, Judge<T> judge) {
    this(standing, setting, reason, judge, (_, policy) -> policy);
  }

  /// The classes of options.
  enum Standing {
    FREE,
    CAPPED,
    LISTED,
    REFUSED;

    String word() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  /// Who asks for what.
  ///
  /// @param option the name of the option, without dashes
  /// @param role of the container
  /// @param policy that the label has
  record Asked(String option, Role role, Policy policy) {

    Objection objection(Weight weight, String problem, String remedy) {
      return new Objection(weight, "options." + option, problem, remedy);
    }
  }

  /// Says what stands against a value.
  @FunctionalInterface
  interface Judge<T> {

    List<Objection> judge(T value, Asked asked);
  }

  /// Makes a value that the administrator gives the most that jobs may ask for.
  @FunctionalInterface
  interface Lowering<T> {

    Policy lower(T value, Policy policy);
  }

  static <T> Rule<T> free() {
    return new Rule<>(Standing.FREE, "", "", (_, _) -> List.of());
  }

  /// Free but for what Berth itself has a use for.
  static <T> Rule<T> freeUnless(String reason, Predicate<T> reserved) {
    return new Rule<>(
        Standing.FREE,
        "",
        reason,
        (value, asked) ->
            reserved.test(value)
                ? List.of(asked.objection(Weight.ALWAYS, reason, "remove it"))
                : List.of());
  }

  /// Free up to a limit.
  ///
  /// @param amount how much is asked for, [Long#MAX_VALUE] for all there is
  static <T> Rule<T> capped(Limit limit, ToLongFunction<T> amount) {
    return new Rule<>(
        Standing.CAPPED,
        "limits." + limit.key(),
        "",
        (value, asked) -> exceeding(limit, amount.applyAsLong(value), asked.policy()),
        (value, policy) -> policy.lowered(limit, amount.applyAsLong(value)));
  }

  static List<Objection> exceeding(Limit limit, long amount, Policy policy) {
    long most = policy.limit(limit);
    if (most < 0 || amount <= most) {
      return List.of();
    }
    String asked = amount == Long.MAX_VALUE ? "everything" : "`" + limit.words(amount) + "`";
    return List.of(
        new Objection(
            Weight.LIMIT,
            "limits." + limit.key(),
            asked + " is asked for, and the most is `" + limit.words(most) + "`",
            "ask for less, or raise `limits: {" + limit.key() + ": …}` of the label"));
  }

  /// Only what an allow-list holds.
  static <T> Rule<T> listed(AllowList list, String reason, Function<T, List<String>> items) {
    return new Rule<>(
        Standing.LISTED,
        list.key(),
        reason,
        (value, asked) -> {
          List<Objection> objections = new ArrayList<>();
          for (String item : items.apply(value)) {
            if (!Pattern.matchesAny(asked.policy().allowed(list), item)) {
              objections.add(unlisted(asked, list, item, reason));
            }
          }
          return objections;
        });
  }

  static Objection unlisted(Asked asked, AllowList list, String item, String reason) {
    return asked.objection(
        Weight.POLICY,
        "`" + item + "` is not allowed: " + reason,
        "remove it, or list it under `" + list.key() + "` of the label");
  }

  /// Nothing but values that ask for nothing.
  static <T> Rule<T> refused(String reason, Predicate<T> harmless) {
    return new Rule<>(
        Standing.REFUSED,
        "profile: trusted",
        reason,
        (value, asked) ->
            harmless.test(value)
                ? List.of()
                : List.of(
                    asked.objection(
                        Weight.POLICY,
                        reason,
                        "remove it, or set `profile: trusted` on the label")));
  }

  static <T> Rule<T> refused(String reason) {
    return refused(reason, _ -> false);
  }

  /// What Berth decides itself, but for values that ask for what it does anyway.
  static <T> Rule<T> own(String reason, Predicate<T> harmless) {
    return new Rule<>(
        Standing.REFUSED,
        "",
        reason,
        (value, asked) ->
            harmless.test(value)
                ? List.of()
                : List.of(asked.objection(Weight.OWN, reason, "remove it; no setting allows it")));
  }

  static <T> Rule<T> own(String reason) {
    return own(reason, _ -> false);
  }

  /// The same rule with one more thing to ask first.
  Rule<T> and(Judge<T> first) {
    return new Rule<>(
        standing,
        setting,
        reason,
        (value, asked) -> {
          List<Objection> objections = first.judge(value, asked);
          return objections.isEmpty() ? judge.judge(value, asked) : objections;
        },
        lowering);
  }
}
