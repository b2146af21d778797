// SPDX-License-Identifier: Apache-2.0
package io.berth.conformance.backend;

import io.berth.model.BerthError;
import io.berth.model.BerthException;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/// Tries the cases on a backend, one after the other; those that mostly wait are tried meanwhile.
public final class Verification {

  /// Nothing else can be tried on a backend that makes no environment.
  private static final String FIRST = "ENV-01";

  /// How much longer a case may take in its long form.
  private static final int LONG = 20;

  private static final Duration CLEARING = Duration.ofSeconds(20);

  private final List<Case> all;
  private final Subject subject;
  private final Scope scope;
  private final Consumer<Result> told;
  private final Map<String, Result> results = new LinkedHashMap<>();

  /// @param told is given every result as soon as there is one
  public Verification(Subject subject, Scope scope, Consumer<Result> told) {
    this(Cases.all(), subject, scope, told);
  }

  Verification(List<Case> all, Subject subject, Scope scope, Consumer<Result> told) {
    this.all = all;
    this.subject = subject;
    this.scope = scope;
    this.told = told;
  }

  /// Tries them all.
  ///
  /// @return the results in the order of the cases
  public Report run() throws InterruptedException {
    long start = System.nanoTime();
    List<Case> cases = new ArrayList<>();
    for (Case one : all) {
      if (scope.has(one)) {
        cases.add(one);
        results.put(one.id(), result(one, new Verdict.Untried("the run was cut short"), 0));
      }
    }
    List<Thread> aside = new ArrayList<>();
    List<Case> last = new ArrayList<>();
    @Nullable Verdict barred = null;
    for (Case one : cases) {
      if (barred != null && needsEnvironment(one)) {
        done(result(one, barred, 0));
      } else if (one.needs().contains(Need.RESTART)) {
        last.add(one);
      } else if (one.isAside()) {
        aside.add(Thread.ofVirtual().name("case-" + one.id()).start(() -> tryAside(one)));
      } else {
        Result result = attempt(one);
        done(result);
        if (one.id().equals(FIRST) && result.verdict() instanceof Verdict.Failed) {
          barred = new Verdict.Untried("no environment can be made: see " + FIRST);
        }
      }
    }
    for (Thread thread : aside) {
      thread.join();
    }
    // A restart would disturb all that goes on beside it.
    for (Case one : last) {
      done(attempt(one));
    }
    return new Report(
        subject.name(), List.copyOf(results.values()), Duration.ofNanos(System.nanoTime() - start));
  }

  private static boolean needsEnvironment(Case one) {
    return switch (one.profile()) {
      case EXEC, FILES, LAYERS, LEASES, RECOVERY -> true;
      case CORE -> one.id().startsWith("ENV-");
      case SECURITY, WIRE, TCP, MANAGED -> false;
    };
  }

  private void tryAside(Case one) {
    try {
      done(attempt(one));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private synchronized void done(Result result) {
    results.put(result.id(), result);
    told.accept(result);
  }

  private static Result result(Case one, Verdict verdict, long nanos) {
    return new Result(one.id(), one.profile(), one.title(), verdict, Duration.ofNanos(nanos));
  }

  private Result attempt(Case one) throws InterruptedException {
    for (Need need : one.needs()) {
      if (!need.test().test(subject)) {
        String option = need.option();
        Verdict verdict =
            option == null
                ? new Verdict.Inapplicable("needs " + need.words())
                : new Verdict.Untried("needs " + need.words() + ": give " + option);
        return result(one, verdict, 0);
      }
    }
    long start = System.nanoTime();
    Verdict verdict = tried(one);
    return result(one, verdict, System.nanoTime() - start);
  }

  private Verdict tried(Case one) throws InterruptedException {
    var trial = new Trial(subject, scope.isLong());
    double factor = scope.patience() * (scope.isLong() ? LONG : 1);
    Duration deadline = Duration.ofMillis(Math.round(one.deadline().toMillis() * factor));
    String problem = within(deadline, trial, () -> one.steps().run(trial));
    String left = within(CLEARING, trial, trial::close);
    if (problem == null && left == null) {
      return new Verdict.Passed();
    }
    return new Verdict.Failed(problem != null ? problem : "afterwards, " + left);
  }

  /// What a thread with a deadline does.
  @FunctionalInterface
  private interface Work {
    void run() throws IOException, InterruptedException;
  }

  /// Does something on a thread of its own.
  ///
  /// @return what is wrong, or `null`
  private static @Nullable String within(Duration deadline, Trial trial, Work work)
      throws InterruptedException {
    var problem = new AtomicReference<@Nullable String>();
    Thread thread = Thread.ofVirtual().name("trial").start(() -> problem.set(problem(trial, work)));
    if (!thread.join(deadline)) {
      String doing = trial.doing();
      thread.interrupt();
      return "nothing came back within "
          + (deadline.toMillis() + 999) / 1000
          + " s; what was going on: "
          + doing;
    }
    return problem.get();
  }

  private static @Nullable String problem(Trial trial, Work work) {
    try {
      work.run();
      return null;
    } catch (Broken e) {
      return e.getMessage();
    } catch (BerthException e) {
      return trial.doing() + " failed: " + text(e);
    } catch (IOException e) {
      return trial.doing() + " failed: " + e.getMessage();
    } catch (InterruptedException e) {
      return trial.doing() + " was interrupted";
    } catch (RuntimeException e) {
      return trial.doing() + " failed in a way that the contract does not know: " + e;
    }
  }

  private static String text(BerthException failure) {
    var text = new StringBuilder();
    for (BerthError error : failure.errors()) {
      text.append(text.isEmpty() ? "" : "; ")
          .append(error.code().id())
          .append(": ")
          .append(error.problem());
    }
    return text.toString();
  }
}
