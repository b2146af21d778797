// SPDX-License-Identifier: Apache-2.0
package io.berth.actions;

import io.berth.model.BerthError;
import io.berth.model.BerthException;
import io.berth.model.ErrorCode;
import io.berth.model.SourceSpan;
import io.berth.workflow.ActionReference.Repository;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Everything that can be wrong with an action that is to be fetched, in words.
final class Problems {

  private Problems() {}

  static BerthException noSuchRepository(Repository reference, String address) {
    return of(
        ErrorCode.ACTION_NOT_FOUND,
        "there is no repository at `" + address + "`, which `" + reference + "` names",
        "Correct the name; an action of the workflow's own repository begins with `./`.");
  }

  static BerthException denied(Repository reference, String address, String said) {
    return of(
        ErrorCode.ACTION_NOT_FOUND,
        "`"
            + reference
            + "` cannot be had: `"
            + address
            + "` does not exist, or is private and was asked for without the right to ("
            + said
            + ")",
        "Correct the name, or give Berth a token that may read it.");
  }

  static BerthException noSuchRef(Repository reference, List<String> similar) {
    String kind = Refs.isCommit(reference.ref()) ? "no commit" : "no tag and no branch";
    return new BerthException(
        new BerthError(
            ErrorCode.ACTION_NOT_FOUND,
            "the repository `"
                + reference.repository()
                + "` has "
                + kind
                + " `"
                + reference.ref()
                + "`",
            "Write a tag, a branch or a full commit that the repository has.",
            null,
            similar));
  }

  static BerthException shortCommit(Repository reference, @Nullable String full) {
    return new BerthException(
        new BerthError(
            ErrorCode.ACTION_NOT_FOUND,
            "`" + reference + "` names a shortened commit, which more than one may begin with",
            "Write the commit with all of its digits.",
            null,
            full == null ? List.of() : List.of(reference.repository() + "@" + full)));
  }

  static BerthException unreachable(Repository reference, String address, String said, int tried) {
    return of(
        ErrorCode.ACTION_UNAVAILABLE,
        "`"
            + reference
            + "` cannot be fetched from `"
            + address
            + "`, tried "
            + tried
            + " times: "
            + said,
        said.contains("certificate")
            ? "Name the file of the authority in GIT_SSL_CAINFO, or with `git config http.sslCAInfo`."
            : "Try `git ls-remote " + address + "`; --offline uses what was fetched before.");
  }

  static BerthException tooMuchToFetch(Repository reference, long most) {
    return of(
        ErrorCode.ACTION_UNAVAILABLE,
        "fetching `" + reference + "` takes more than " + DataSizes.shown(most),
        "Keep the action in a repository of its own, without large files.");
  }

  static BerthException tooLarge(Repository reference, String what, String most) {
    return of(
        ErrorCode.ACTION_INVALID,
        "`" + reference + "` has " + what + ", and " + most + " are the most",
        "Keep the action in a repository of its own, without large files.");
  }

  static BerthException leadsOut(Repository reference, List<String> links) {
    return of(
        ErrorCode.ACTION_INVALID,
        "`" + reference + "` has links that lead out of it: " + String.join(", ", links),
        "Use a version without them, or tell its authors.");
  }

  static BerthException notThereOffline(Repository reference, String what) {
    return of(
        ErrorCode.ACTION_NOT_FOUND,
        "`" + reference + "` was not fetched before: " + what,
        "Run once without --offline, or put it in its place with --local-action.");
  }

  static BerthException unlocked(Repository reference) {
    return of(
        ErrorCode.ACTION_CHANGED,
        "the lock file does not list `" + reference + "`",
        "Write the lock file anew with `berth lock` if it is meant to be used.");
  }

  static BerthException changed(Repository reference, String wanted, String found) {
    return of(
        ErrorCode.ACTION_CHANGED,
        "the files of `"
            + reference
            + "` have the digest "
            + found
            + ", and the lock file says "
            + wanted,
        "Remove it with `berth cache prune` and try again; if that does not help, trust neither.");
  }

  static BerthException notAFolder(Repository reference, String folder) {
    return of(
        ErrorCode.ACTION_NOT_FOUND,
        "`" + folder + "`, which stands in for `" + reference + "`, is no folder",
        "Correct --local-action.");
  }

  /// Returns the same errors, those without a place at the place that asked.
  static List<BerthError> placed(List<BerthError> errors, SourceSpan where) {
    List<BerthError> placed = new ArrayList<>();
    for (BerthError error : errors) {
      placed.add(error.where() == null ? at(error, where) : error);
    }
    return placed;
  }

  private static BerthError at(BerthError error, SourceSpan where) {
    return new BerthError(error.code(), error.problem(), error.remedy(), where, error.similar());
  }

  private static BerthException of(ErrorCode code, String problem, String remedy) {
    return new BerthException(BerthError.of(code, problem, remedy));
  }
}
