// SPDX-License-Identifier: Apache-2.0
package io.berth.conformance.backend;

import io.berth.model.BerthException;
import io.berth.model.ErrorCode;
import io.berth.spi.Backend;
import io.berth.spi.Chunk;
import io.berth.spi.Environment;
import io.berth.spi.EnvironmentRequest;
import io.berth.spi.EnvironmentStatus;
import io.berth.spi.ExecId;
import io.berth.spi.ExecOutcome;
import io.berth.spi.ExecSpec;
import io.berth.spi.Execution;
import io.berth.spi.JobPlan;
import io.berth.spi.LabelConfiguration;
import io.berth.spi.LabelVerdict;
import io.berth.spi.Owner;
import io.berth.spi.Setting;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/// One case that is being tried: what it may use, and the words for what is wrong. What it made is
/// removed at its end.
final class Trial {

  /// Ids are unique for ever, also across several runs against one plugin.
  private static final String RUN =
      Long.toString(ThreadLocalRandom.current().nextLong(1L << 40), Character.MAX_RADIX);

  private static final AtomicInteger COUNT = new AtomicInteger();

  private final Subject subject;
  private final boolean isLong;
  private final Set<String> made = ConcurrentHashMap.newKeySet();
  private final AtomicInteger started = new AtomicInteger();
  private @Nullable Environment environment;
  private volatile String doing = "nothing";

  Trial(Subject subject, boolean isLong) {
    this.subject = subject;
    this.isLong = isLong;
  }

  /// Returns whether a case that has a long form is to be tried in that.
  boolean isLong() {
    return isLong;
  }

  Subject subject() {
    return subject;
  }

  Backend backend() {
    return subject.backend();
  }

  Wire wire() {
    Wire wire = subject.wire();
    if (wire == null) {
      throw new IllegalStateException("the case needs an address");
    }
    return wire;
  }

  /// Says what is done next, for when it never ends.
  void doing(String what) {
    doing = what;
  }

  String doing() {
    return doing;
  }

  Owner owner() {
    return owner(1);
  }

  Owner owner(long fence) {
    return new Owner(subject.runner(), fence, Map.of("job", "verify"));
  }

  String freshId() {
    String id = "verify-" + RUN + "-" + COUNT.incrementAndGet();
    made.add(id);
    return id;
  }

  ExecId execId() {
    return new ExecId("exec-" + started.incrementAndGet());
  }

  /// Returns what the label means, as the backend says it.
  Setting.Section label() {
    var label = new LabelConfiguration("verify", "label", subject.label());
    return switch (backend().validateLabels(List.of(label)).getFirst()) {
      case LabelVerdict.Valid valid -> valid.normalised();
      case LabelVerdict.Invalid invalid ->
          throw new Broken(
              "the label was not accepted: " + invalid.violations().getFirst().problem());
    };
  }

  EnvironmentRequest request(String id) {
    return request(id, EnvironmentRequest.DEFAULT_LEASE, null);
  }

  EnvironmentRequest request(String id, Duration lease, @Nullable Instant until) {
    return new EnvironmentRequest(id, owner(), label(), JobPlan.commandsOnly("repo"), lease, until);
  }

  /// Returns the environment of this case, made when it is first asked for.
  Environment environment() throws InterruptedException {
    Environment known = environment;
    if (known == null) {
      known = create(request(freshId()));
      environment = known;
    }
    return known;
  }

  Environment create(EnvironmentRequest request) throws InterruptedException {
    doing("create of environment `" + request.id() + "`");
    return backend().create(request);
  }

  String temp() throws InterruptedException {
    return environment().layout().paths().temp();
  }

  ExecSpec spec(List<String> command) throws InterruptedException {
    return new ExecSpec(
        execId(),
        command,
        environment().layout().env(),
        environment().layout().paths().workspace(),
        null);
  }

  Execution start(ExecSpec spec) throws InterruptedException {
    doing("start of `" + String.join(" ", spec.command()) + "`");
    return environment().start(spec);
  }

  /// Starts a script by `sh -c` in the workspace.
  Execution sh(String script) throws InterruptedException {
    return start(spec(List.of("sh", "-c", script)));
  }

  /// Starts a script in another environment than that of the case.
  Execution sh(Environment where, String script) {
    doing("start of `" + script + "`");
    return where.start(
        new ExecSpec(
            execId(),
            List.of("sh", "-c", script),
            where.layout().env(),
            where.layout().paths().workspace(),
            null));
  }

  /// Runs a script and wants it to succeed.
  String text(String script) throws InterruptedException {
    Ended ended = finish(sh(script));
    equal("the outcome of `" + script + "`", new ExecOutcome.Exited(0), ended.outcome());
    return ended.text();
  }

  Ended finish(Execution execution) throws InterruptedException {
    return finish(execution, 0);
  }

  /// Reads to the end, calling durable what was read, and wants every piece where it is due.
  Ended finish(Execution execution, long from) throws InterruptedException {
    doing("read of the output of `" + execution.id() + "`");
    var all = new ByteArrayOutputStream();
    long at = from;
    while (true) {
      Chunk chunk = read(execution, at, at);
      if (chunk.isEnd()) {
        break;
      }
      all.writeBytes(chunk.bytes());
      at = chunk.end();
      doing("read of the output of `" + execution.id() + "` from position " + at);
    }
    doing("the outcome of `" + execution.id() + "`, whose output has ended");
    return new Ended(all.toByteArray(), execution.outcome());
  }

  /// Reads once and wants the piece where it is due.
  Chunk read(Execution execution, long from, long durable) throws InterruptedException {
    Chunk chunk = execution.read(from, durable);
    if (chunk.offset() != from) {
      throw new Broken(
          "output was read from position "
              + from
              + ", and what came says that it begins at "
              + chunk.offset()
              + ": the pieces of the output have to join without a hole or an overlap");
    }
    return chunk;
  }

  /// Returns what the platform says of an environment, or `null` if it lists none.
  @Nullable EnvironmentStatus status(String id) {
    for (EnvironmentStatus status : backend().list(subject.runner())) {
      if (status.id().equals(id)) {
        return status;
      }
    }
    return null;
  }

  /// Wants something to be so.
  void that(boolean kept, String problem) {
    if (!kept) {
      throw new Broken(problem);
    }
  }

  /// Wants two values to be equal.
  void equal(String what, Object wanted, Object found) {
    if (!wanted.equals(found)) {
      throw new Broken(what + " is " + shown(found) + ", and " + shown(wanted) + " was wanted");
    }
  }

  private static String shown(Object value) {
    String text = value.toString();
    return "`" + (text.length() > 300 ? text.substring(0, 300) + "…" : text) + "`";
  }

  /// Wants a call to be refused with one of some codes.
  void refused(String what, Callable<?> call, ErrorCode... codes) {
    doing(what);
    try {
      call.call();
    } catch (BerthException e) {
      ErrorCode code = e.errors().getFirst().code();
      if (codes.length > 0 && !List.of(codes).contains(code)) {
        throw new Broken(
            what
                + " was refused with "
                + code.id()
                + " ("
                + e.getMessage()
                + "), and "
                + ids(codes)
                + " was wanted");
      }
      return;
    } catch (IOException | IllegalArgumentException e) {
      if (codes.length == 0) {
        return;
      }
      throw new Broken(what + " failed in another way than wanted: " + e);
    } catch (RuntimeException e) {
      throw e;
    } catch (Exception e) {
      throw new Broken(what + " was interrupted: " + e);
    }
    throw new Broken(what + " was accepted and has to be refused");
  }

  private static String ids(ErrorCode... codes) {
    var text = new StringBuilder();
    for (ErrorCode code : codes) {
      text.append(text.isEmpty() ? "" : " or ").append(code.id());
    }
    return text.toString();
  }

  /// Waits until something is so.
  void eventually(String what, Duration patience, Callable<Boolean> condition) {
    doing("waiting until " + what);
    long deadline = System.nanoTime() + patience.toNanos();
    try {
      while (!condition.call()) {
        if (System.nanoTime() - deadline >= 0) {
          throw new Broken(what + ": that did not happen within " + patience.toSeconds() + " s");
        }
        LockSupport.parkNanos(20_000_000);
        if (Thread.interrupted()) {
          throw new InterruptedException();
        }
      }
    } catch (RuntimeException e) {
      throw e;
    } catch (Exception e) {
      throw new Broken(what + ": " + e);
    }
  }

  /// Removes what the case made.
  void close() {
    for (String id : made) {
      doing("removal of environment `" + id + "`");
      backend().remove(id, owner(Long.MAX_VALUE));
    }
  }
}
