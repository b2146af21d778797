// SPDX-License-Identifier: Apache-2.0
package io.berth.agent;

import io.berth.model.BerthError;
import io.berth.model.BerthException;
import io.berth.model.ErrorCode;
import io.berth.spi.DuplexStream;
import io.berth.spi.ExecId;
import io.berth.spi.ExecSpec;
import io.berth.spi.Execution;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/// An agent inside an environment, seen from outside.
///
/// Executions are the agent's: they go on when this process ends, their output is kept up to
/// [#ROOM] bytes and then waits, and another process that finds [the agent][#at] reads on from
/// any position that was not durable. When nobody renews its lease, the agent ends all it started.
///
/// Every method may be called from any thread.
public final class Agent implements AutoCloseable {

  /// How much output of one execution is kept at most before the command waits, to a megabyte.
  public static final long ROOM = 4 << 20;

  private static final String SCRIPT = "agent.sh";

  private final Place place;
  private volatile AgentLine line;
  private final Map<String, AgentExecution> executions = new ConcurrentHashMap<>();

  /// What an agent needs to know of its environment.
  ///
  /// @param mark a variable, as `NAME=value`, that every command is started with and nothing else
  ///     on that machine is: the value is at least 24 letters, digits, `.`, `_` and `-`
  /// @param home the folder of the environment
  /// @param wipe whether the agent deletes `home` when the lease has run out
  public record Surroundings(String mark, String home, boolean wipe) {}

  /// How to reach an agent.
  ///
  /// @param carrier how commands are run there
  /// @param folder a folder there that is the agent's own, closed to others; its path needs no
  ///     quoting and it need not exist yet
  /// @param resident whether one process may serve all requests
  public record Place(Carrier carrier, String folder, boolean resident) {}

  private Agent(Place place, AgentLine line) {
    this.place = place;
    this.line = line;
  }

  /// Brings an agent into an environment.
  ///
  /// @param fence the right by which this process speaks; a later owner has a higher one
  /// @throws IOException if the environment cannot be reached or is none that an agent can live in
  public static Agent install(Place place, long fence, Duration lease, Surroundings surroundings)
      throws IOException {
    try (var sent =
        new AgentLine(
            place.carrier,
            List.of(
                "sh",
                "-c",
                "umask 077; mkdir -p \"$0\" && head -c $1 >\"$0/new\" && mv -f \"$0/new\" \"$0/"
                    + SCRIPT
                    + "\" && echo done",
                place.folder,
                Integer.toString(script().length)),
            false)) {
      sent.send(script());
    }
    Agent agent = reach(place, fence);
    agent.begin(lease, surroundings);
    return agent;
  }

  /// Returns the command of a process that becomes an agent and stays until the agent has ended,
  /// whatever becomes of the line to it: the first process of a container.
  ///
  /// @param folder as in [Place]
  public static List<String> process(String folder, long fence) throws IOException {
    return List.of(
        "sh",
        "-c",
        "(umask 077; mkdir -p \"$0\" && dd bs=$2 count=1 iflag=fullblock >\"$0/"
            + SCRIPT
            + "\") 2>/dev/null && echo done || exit 1\n"
            + "env -i PATH=\"$PATH\" sh \"$0/"
            + SCRIPT
            + "\" \"$0\" \"$1\"\n"
            + "exec 2>/dev/null </dev/null >/dev/null\n"
            + "n=0; until [ -s \"$0/warden\" ] || [ $n -gt 9 ]; do n=$((n + 1)); sleep 1; done\n"
            + "while read -r warden <\"$0/warden\" && kill -s 0 \"$warden\"; do sleep 1; done",
        folder,
        Long.toString(fence),
        Integer.toString(script().length));
  }

  /// Makes an agent of a process that was started with [the command for that][#process].
  ///
  /// @param stream its standard input and output; another line is made when this one is cut
  /// @throws IOException if it is none that an agent can live in
  public static Agent over(
      DuplexStream stream, Place place, long fence, Duration lease, Surroundings surroundings)
      throws IOException {
    Agent agent = new Agent(place, line(place, fence).over(stream));
    agent.line.send(script());
    agent.begin(lease, surroundings);
    return agent;
  }

  private void begin(Duration lease, Surroundings surroundings) throws IOException {
    String about =
        surroundings.mark
            + "\n"
            + surroundings.home
            + "\n"
            + (surroundings.wipe ? surroundings.home : "")
            + "\n";
    byte[] content = about.getBytes(StandardCharsets.UTF_8);
    expectDone(line.ask("init " + seconds(lease) + " " + content.length, content), "begin");
  }

  /// Returns an agent that another process brought there. It is not asked anything yet.
  ///
  /// @param fence the right by which this process speaks until it [takes over][#takeOver]
  public static Agent at(Place place, long fence) {
    return reach(place, fence);
  }

  /// Takes over: refuses from now on what earlier owners want.
  ///
  /// @param fence at least that of all who owned it before
  /// @throws IOException if the environment cannot be reached
  /// @throws BerthException B3010 if the agent has ended, B3012 if somebody later owns it
  public void takeOver(long fence, Duration lease) throws IOException {
    AgentLine before = line;
    line = line(place, fence);
    before.close();
    expectDone(line.ask("adopt " + seconds(lease)), "be taken over");
  }

  private static Agent reach(Place place, long fence) {
    return new Agent(place, line(place, fence));
  }

  private static AgentLine line(Place place, long fence) {
    return new AgentLine(
        place.carrier,
        List.of(
            "sh",
            "-c",
            "exec env -i PATH=\"$PATH\" sh \"$0/" + SCRIPT + "\" \"$0\" \"$1\"",
            place.folder,
            Long.toString(fence)),
        place.resident);
  }

  private static byte[] script() throws IOException {
    try (InputStream in = Agent.class.getResourceAsStream(SCRIPT)) {
      if (in == null) {
        throw new IllegalStateException("the agent is missing from this program");
      }
      return in.readAllBytes();
    }
  }

  /// Starts a command, or returns the execution that its id already names.
  ///
  /// @throws BerthException B3010 if the agent has ended, B3012 if somebody later owns it, B3001 if
  ///     it cannot start anything
  public Execution start(ExecSpec spec) throws IOException {
    AgentExecution known = executions.get(spec.id().value());
    if (known != null) {
      return known;
    }
    byte[] launcher = Launcher.of(spec);
    Duration limit = spec.limit();
    long millis = limit == null ? 0 : Math.max(1, limit.toMillis());
    Answer answer = line.ask("start " + spec.id() + " " + launcher.length + " " + millis, launcher);
    if (!answer.is("started") && !answer.is("known")) {
      throw refused(answer, "start a command");
    }
    AgentExecution made = new AgentExecution(this, spec.id());
    AgentExecution earlier = executions.putIfAbsent(spec.id().value(), made);
    if (earlier != null) {
      return earlier;
    }
    if (limit != null && answer.is("started")) {
      made.endAfter(limit);
    }
    return made;
  }

  /// Returns the execution with this id, running or ended, or nothing if the agent never knew it.
  public Optional<Execution> execution(ExecId id) throws IOException {
    AgentExecution known = executions.get(id.value());
    if (known == null && !line.ask("result " + id).is("unknown")) {
      AgentExecution made = new AgentExecution(this, id);
      AgentExecution earlier = executions.putIfAbsent(id.value(), made);
      known = earlier == null ? made : earlier;
    }
    return Optional.ofNullable(known);
  }

  /// Returns the ids of all executions, running and ended.
  public List<ExecId> executions() throws IOException {
    List<ExecId> ids = new ArrayList<>();
    for (String id : line.ask("list").rest().split(" ", -1)) {
      if (!id.isEmpty()) {
        ids.add(new ExecId(id));
      }
    }
    return ids;
  }

  /// Forgets an execution that has ended, with its output.
  public void forget(ExecId id) throws IOException {
    expectDone(line.ask("forget " + id), "forget an execution");
    if (line.ask("result " + id).is("unknown")) {
      executions.remove(id.value());
    }
  }

  /// Lengthens the lease, counted from now.
  ///
  /// @throws BerthException B3012 if somebody later owns the agent
  public void renew(Duration lease) throws IOException {
    expectDone(line.ask("renew " + seconds(lease)), "renew its lease");
  }

  /// Ends everything that was started, for good.
  ///
  /// @return whether nothing is left
  /// @throws BerthException B3012 if somebody later owns the agent
  public boolean end() throws IOException {
    Answer answer = line.ask("end");
    if (!answer.is("left")) {
      expectDone(answer, "end");
    }
    return !answer.is("left");
  }

  /// Notes that the environment is gone; executions that have no outcome yet end with that.
  public void lose(BerthError error) {
    for (AgentExecution execution : executions.values()) {
      execution.lose(error);
    }
  }

  /// Hangs up. What runs goes on.
  @Override
  public void close() {
    line.close();
  }

  /// Returns the files of the environment, as the agent reads and writes them.
  public AgentFiles files() {
    return new AgentFiles(this);
  }

  Answer ask(String request) throws IOException {
    return line.ask(request);
  }

  Answer ask(String request, byte[] content) throws IOException {
    return line.ask(request, content);
  }

  void expectDone(Answer answer, String what) {
    if (!answer.is("done")) {
      throw refused(answer, what);
    }
  }

  private BerthException refused(Answer answer, String what) {
    return switch (answer.word()) {
      case "stale" ->
          new BerthException(
              BerthError.of(
                  ErrorCode.OWNER_STALE,
                  "another Berth has taken over the environment in `" + place.folder + "`",
                  "let that one go on"));
      case "over" ->
          new BerthException(
              BerthError.of(
                  ErrorCode.ENVIRONMENT_NOT_READY,
                  "the environment in `" + place.folder + "` has ended",
                  "run the job again"));
      default ->
          new BerthException(
              BerthError.of(
                  ErrorCode.BACKEND_UNAVAILABLE,
                  "the agent in `" + place.folder + "` could not " + what + ": " + text(answer),
                  "see whether there is room in that folder and for another process"));
    };
  }

  private static @Nullable String text(Answer answer) {
    return answer.rest().isEmpty() ? answer.word() : answer.rest();
  }

  private static long seconds(Duration lease) {
    return Math.max(1, lease.toSeconds());
  }
}
