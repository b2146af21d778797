// SPDX-License-Identifier: Apache-2.0
package io.berth.engine.matcher;

import io.berth.engine.Annotation;
import io.berth.engine.matcher.MatcherFile.Definition;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/// Watches the lines of the output of one step with the matchers of its job, by the rules of the
/// reference runner (src/Runner.Worker/IssueMatcher.cs and Handlers/OutputManager.cs).
public final class Matching {

  private static final Duration LIMIT = Duration.ofSeconds(1);
  private static final int MOST_TIMEOUTS = 3;
  private static final char ESCAPE = '\u001b';

  private final LongSupplier clock;
  private final List<Watch> watches = new ArrayList<>();

  /// What is remembered of one matcher.
  ///
  /// @param definition the matcher
  /// @param found what the lines so far have said, for each pattern but the last; `null` where none
  ///     matched
  /// @param timeouts how often its patterns took too long
  public record State(Definition definition, List<@Nullable Found> found, int timeouts) {
    public State {
      found = Collections.unmodifiableList(new ArrayList<>(found));
    }

    /// Returns a matcher that has seen nothing yet.
    public static State of(Definition definition) {
      return new State(definition, List.of(), 0);
    }
  }

  /// What became of a line.
  public sealed interface Outcome {
    /// A problem that a matcher recognised.
    ///
    /// @param line the line without colours
    record Problem(Found found, String line) implements Outcome {}

    /// A matcher took too long too often and was removed.
    ///
    /// @param owner its name
    record Removed(String owner) implements Outcome {}
  }

  private static final class Watch {
    final ProblemMatcher matcher;
    final @Nullable Found[] found;
    int timeouts;

    Watch(State state) {
      matcher = MatcherFile.matcher(state.definition());
      found = new @Nullable Found[matcher.patterns().size() - 1];
      for (int i = 0; i < Math.min(found.length, state.found().size()); i++) {
        found[i] = state.found().get(i);
      }
      timeouts = state.timeouts();
    }

    State state() {
      var definition = new Definition(matcher.owner(), matcher.definition());
      return new State(definition, Arrays.asList(found), timeouts);
    }

    void reset() {
      Arrays.fill(found, null);
    }
  }

  /// @param states the matchers, the latest first
  /// @param clock nanoseconds since some moment
  public Matching(List<State> states, LongSupplier clock) {
    this.clock = clock;
    for (State state : states) {
      watches.add(new Watch(state));
    }
  }

  /// Returns the matchers and what they remember, the latest first.
  public List<State> states() {
    List<State> states = new ArrayList<>(watches.size());
    for (Watch watch : watches) {
      states.add(watch.state());
    }
    return states;
  }

  /// Returns whether no line can mean anything.
  public boolean isEmpty() {
    return watches.isEmpty();
  }

  /// Adds matchers in front of the others, in place of those of the same names.
  public void add(List<Definition> definitions) {
    List<Watch> added = new ArrayList<>();
    for (Definition definition : definitions) {
      remove(definition.owner());
      added.add(new Watch(State.of(definition)));
    }
    watches.addAll(0, added);
  }

  /// Removes the matcher with a name, if there is one.
  public void remove(String owner) {
    watches.removeIf(watch -> watch.matcher.owner().equalsIgnoreCase(owner));
  }

  /// Looks at the next line.
  ///
  /// @param line without its end
  /// @return what it means, in order: matchers that had to be removed, then at most one problem;
  ///     nothing for most lines
  public List<Outcome> see(String line) {
    String plain = line.indexOf(ESCAPE) < 0 ? line : withoutColours(line);
    List<Outcome> outcomes = List.of();
    for (int i = 0; i < watches.size(); i++) {
      Watch watch = watches.get(i);
      try {
        Found found = see(watch, plain);
        if (found != null) {
          resetOthers(watch);
          if (isWorthTelling(found)) {
            return with(outcomes, new Outcome.Problem(found, plain));
          }
        }
      } catch (Regexp.TooLong e) {
        watch.timeouts++;
        watch.reset();
        if (watch.timeouts >= MOST_TIMEOUTS) {
          watches.remove(i--);
          outcomes = with(outcomes, new Outcome.Removed(watch.matcher.owner()));
        }
      }
    }
    return outcomes;
  }

  private static List<Outcome> with(List<Outcome> outcomes, Outcome more) {
    List<Outcome> all = new ArrayList<>(outcomes);
    all.add(more);
    return all;
  }

  private void resetOthers(Watch but) {
    for (Watch watch : watches) {
      if (watch != but) {
        watch.reset();
      }
    }
  }

  /// A problem without a message, or of a gravity that there is not, is an ordinary line.
  private static boolean isWorthTelling(Found found) {
    return !found.message().isEmpty() && level(found.severity()) != null;
  }

  /// Returns what a word for how grave a problem is means, or `null` if it means nothing; no word
  /// means an error.
  public static Annotation.@Nullable Level level(String severity) {
    if (severity.isEmpty() || severity.equalsIgnoreCase("error")) {
      return Annotation.Level.ERROR;
    }
    if (severity.equalsIgnoreCase("warning")) {
      return Annotation.Level.WARNING;
    }
    return severity.equalsIgnoreCase("notice") ? Annotation.Level.NOTICE : null;
  }

  /// The last pattern goes first, so that a line is one step of a problem and not two.
  private @Nullable Found see(Watch watch, String line) throws Regexp.TooLong {
    List<LinePattern> patterns = watch.matcher.patterns();
    var deadline = new Deadline(LIMIT, clock);
    for (int i = patterns.size() - 1; i >= 0; i--) {
      Found before = i == 0 ? Found.NOTHING : watch.found[i - 1];
      if (before == null) {
        continue;
      }
      LinePattern pattern = patterns.get(i);
      boolean last = i == patterns.size() - 1;
      String[] groups = pattern.regexp().find(line, deadline);
      if (groups == null) {
        int forgotten = last ? i - 1 : i;
        if (forgotten >= 0) {
          watch.found[forgotten] = null;
        }
        continue;
      }
      Found found = pattern.found(before, groups);
      if (!last) {
        watch.found[i] = found;
        continue;
      }
      watch.reset();
      if (pattern.loop()) {
        watch.found[i - 1] = before;
      }
      return found.or(watch.matcher.severity(), watch.matcher.fromPath());
    }
    return null;
  }

  /// Takes out sequences such as `ESC [ 1 ; 31 m` and `ESC [ K`.
  private static String withoutColours(String line) {
    var plain = new StringBuilder(line.length());
    int at = 0;
    while (at < line.length()) {
      char c = line.charAt(at);
      int end = c == ESCAPE ? afterSequence(line, at) : at;
      if (end > at) {
        at = end;
      } else {
        plain.append(c);
        at++;
      }
    }
    return plain.toString();
  }

  private static int afterSequence(String line, int escape) {
    int at = escape + 1;
    if (at >= line.length() || line.charAt(at) != '[') {
      return escape;
    }
    at++;
    while (at < line.length() && line.charAt(at) >= 0x20 && line.charAt(at) <= 0x3f) {
      at++;
    }
    boolean ends = at < line.length() && line.charAt(at) >= 0x40 && line.charAt(at) <= 0x7e;
    return ends ? at + 1 : escape;
  }
}
