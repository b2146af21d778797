// SPDX-License-Identifier: Apache-2.0
package io.berth.cli;

import io.berth.actions.ActionCache;
import io.berth.actions.ActionCache.Kept;
import io.berth.actions.ActionStore;
import io.berth.expressions.Json;
import io.berth.model.BerthError;
import io.berth.model.BerthException;
import io.berth.model.ErrorCode;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.List;
import picocli.CommandLine.ParseResult;

/// `berth cache ls` and `berth cache prune`: the actions and repositories that were fetched.
final class CacheCommand implements Command {

  private static final DateTimeFormatter TIME = DateTimeFormatter.ofPattern("uuuu-MM-dd HH:mm");
  private static final List<String> VERBS = List.of("ls", "prune");
  private static final Duration UNUSED = Duration.ofDays(30);
  private static final long MOST = 5L << 30;
  private static final int COMMIT = 12;

  @Override
  public void declare(Options options) {
    options
        .parameter("1", "ls|prune", "list what was fetched, or remove what is old or too much")
        .value(
            "TIME", "remove what was not used for so long, such as 12h or 7d (30d)", "--unused-for")
        .value("SIZE", "then keep at most so much, such as 500M or 2G (5G)", "--max-size")
        .flag("print one JSON object a line", "--json");
  }

  @Override
  public int run(ParseResult line, Invocation invocation) throws InterruptedException {
    String verb = line.matchedPositionalValue(0, "");
    boolean json = Options.has(line, "--json");
    var cache = new ActionCache(ActionStore.folder(invocation.env()));
    return switch (verb) {
      case "ls" -> list(cache, invocation, json);
      case "prune" -> prune(cache, line, invocation, json);
      default ->
          throw new BerthException(
              new BerthError(
                  ErrorCode.USAGE,
                  "`berth cache " + verb + "` is neither `ls` nor `prune`",
                  null,
                  null,
                  NearMiss.of(verb, VERBS)));
    };
  }

  private static int list(ActionCache cache, Invocation invocation, boolean json) {
    List<Kept> all = cache.list();
    print(all, invocation, json);
    if (!json) {
      invocation.err().line(count(all) + " kept");
    }
    return 0;
  }

  private static int prune(ActionCache cache, ParseResult line, Invocation invocation, boolean json)
      throws InterruptedException {
    String age = line.matchedOptionValue("--unused-for", null);
    String size = line.matchedOptionValue("--max-size", null);
    Duration unused = age == null ? UNUSED : CacheLimits.duration("--unused-for", age);
    long most = size == null ? MOST : CacheLimits.bytes("--max-size", size);
    ActionCache.Pruned pruned = cache.prune(unused, most, Instant.now());
    print(pruned.removed(), invocation, json);
    if (!json) {
      String used = pruned.used().isEmpty() ? "" : "; " + count(pruned.used()) + " in use and kept";
      invocation.err().line(count(pruned.removed()) + " removed" + used);
    }
    return 0;
  }

  private static String count(List<Kept> all) {
    long bytes = 0;
    for (Kept one : all) {
      bytes += one.bytes();
    }
    return all.size()
        + (all.size() == 1 ? " entry of " : " entries of ")
        + CacheLimits.shown(bytes);
  }

  private static void print(List<Kept> all, Invocation invocation, boolean json) {
    var text = new StringBuilder();
    for (Kept one : all) {
      if (json) {
        Json.quote(one.address(), text.append("{\"address\":"));
        Json.quote(one.commit(), text.append(",\"commit\":"));
        text.append(",\"bytes\":").append(one.bytes());
        Json.quote(one.lastUsed().toString(), text.append(",\"lastUsed\":"));
        text.append("}\n");
      } else {
        String size = CacheLimits.shown(one.bytes());
        text.append(TIME.format(one.lastUsed().atZone(ZoneId.systemDefault()))).append("  ");
        text.repeat(' ', Math.max(0, 9 - size.length())).append(size).append("  ");
        text.append(one.commit(), 0, Math.min(COMMIT, one.commit().length())).append("  ");
        text.append(one.address()).append('\n');
      }
    }
    invocation.out().print(text);
  }
}
