// SPDX-License-Identifier: Apache-2.0
package io.berth.engine.job;

import io.berth.engine.Event.Detail;
import io.berth.engine.JobSpec;
import io.berth.engine.Result;
import io.berth.engine.StepKey;
import io.berth.spi.Layout;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// A step after those of the file: what the actions of one step of the file left to be run.
///
/// @param spec the job
/// @param standing how far it has come
/// @param key the step
/// @param after what was left
record AfterwardsDecisions(JobSpec spec, Standing standing, StepKey key, Afterwards after) {

  List<Action> next() {
    Running running = standing.position().running(key);
    Layout layout = standing.layout();
    Site site = Site.of(spec, standing, key);
    if (running == null || layout == null) {
      return begin(site, layout);
    }
    Detail.ProcessEnded ended = running.ended();
    if (ended != null) {
      var settings = after.step().settings();
      return new StepEnd(site, after.step().id(), settings.env(), settings.continueOnError())
          .of(running, ended);
    }
    if (standing.ending().cancelled() && running.stop().goesOn() == null) {
      return reconsidered(!standing.ending().over());
    }
    Inside inside = running.inside() == null ? Inside.AFTERWARDS : running.inside();
    boolean stopped = running.stop().wanted() || standing.ending().over();
    if (inside.child() == null && (stopped || inside.next() >= after.posts().size())) {
      return List.of(new Action.Decide(new Detail.ProcessEnded(key, null, null)));
    }
    Afterwards.Post post = after.posts().get(inside.next());
    return next(site.inside(running, inside, post.scope()), layout, post, inside.child(), stopped);
  }

  private List<Action> begin(Site site, @Nullable Layout layout) {
    Action skip = site.completed(Result.SKIPPED, Result.SKIPPED, null);
    if (layout == null || standing.ending().over()) {
      return List.of(skip);
    }
    for (Afterwards.Post post : after.posts()) {
      try {
        if (evaluator(site, layout, post).holds(post.hook().condition())) {
          return List.of(site.started("Post " + after.name()));
        }
      } catch (BadTemplate bad) {
        return List.of(site.started("Post " + after.name()));
      }
    }
    return List.of(skip);
  }

  private List<Action> next(
      Site site, Layout layout, Afterwards.Post post, @Nullable Running child, boolean stopped) {
    var end = new StepEnd(site, post.id(), null, null);
    try {
      if (child == null) {
        return evaluator(site, layout, post).holds(post.hook().condition())
            ? started(site, post)
            : List.of(site.completed(Result.SKIPPED, Result.SKIPPED, null));
      }
      if (child.ended() != null) {
        return end.of(child, child.ended());
      }
      if (standing.ending().cancelled() && child.stop().goesOn() == null && !stopped) {
        return reconsidered(evaluator(site, layout, post).holds(post.hook().condition()));
      }
      Detail.StepPrepared prepared = child.prepared();
      if (prepared != null) {
        return new StepProcess(site, post.id(), post.action()).actions(child, layout, prepared);
      }
      return stopped
          ? List.of(new Action.Decide(new Detail.ProcessEnded(key, null, null)))
          : new NodeProcess(site, end, post.action(), post.state())
              .prepare(layout, post.hook().program());
    } catch (BadTemplate bad) {
      List<Action> actions = new ArrayList<>();
      if (child == null) {
        actions.addAll(started(site, post));
      }
      actions.addAll(end.fail(List.of(bad.line()), null));
      return actions;
    }
  }

  private List<Action> started(Site site, Afterwards.Post post) {
    List<Action> actions = new ArrayList<>();
    if (post.scope() != null) {
      actions.add(site.log("header", List.of("Post " + post.name())));
    }
    actions.add(site.started("Post " + post.name()));
    return actions;
  }

  private List<Action> reconsidered(boolean goesOn) {
    return List.of(new Action.Decide(new Detail.StepReconsidered(key, goesOn)));
  }

  /// The conditions of actions see what the action saw when it ran.
  private static Evaluator evaluator(Site site, Layout layout, Afterwards.Post post) {
    var inner =
        new Site(
            site.spec(), site.standing(), site.key(), site.place(), site.around(), post.scope());
    return inner.evaluator(layout, post.id(), post.action().how().env());
  }
}
