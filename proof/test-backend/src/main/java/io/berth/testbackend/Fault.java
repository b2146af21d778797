// SPDX-License-Identifier: Apache-2.0
package io.berth.testbackend;

import java.util.Locale;
import org.jspecify.annotations.Nullable;

/// A promise that is broken on request.
public enum Fault {
  /// Making an environment fails.
  CREATE_FAILS("making an environment fails"),
  /// Making an environment never ends.
  CREATE_HANGS("making an environment never ends"),
  /// Making an environment takes two seconds more, which breaks no promise.
  CREATE_SLOW("making an environment takes two seconds more, which breaks no promise"),
  /// A known id makes another environment.
  CREATE_ANEW("a known id makes another environment"),
  /// A known id is answered whatever the request says.
  CREATE_TAKES_ANY("a known id is answered whatever the request says"),
  /// Of two that ask for an id at once the second is refused.
  CREATE_BUSY("of two that ask for an id at once the second is refused"),
  /// Removing what never was is an error.
  REMOVE_UNKNOWN_FAILS("removing what never was is an error"),
  /// Of two removals at once the second is an error.
  REMOVE_TWICE_FAILS("of two removals at once the second is an error"),
  /// What was removed stays in the list.
  REMOVE_STAYS_LISTED("what was removed stays in the list"),
  /// Removing leaves what runs.
  REMOVE_LEAVES_PROCESSES("removing leaves what runs"),
  /// A command whose environment is removed is told as a success.
  REMOVE_SUCCEEDS("a command whose environment is removed is told as a success"),
  /// All environments have one folder for temporary files.
  FOLDERS_SHARED("all environments have one folder for temporary files"),
  /// Environments that are ready are listed as being made.
  STATE_LIES("environments that are ready are listed as being made"),
  /// The variables of the layout lack PATH.
  PATH_MISSING("the variables of the layout lack PATH"),
  /// Stopping deletes the files.
  STOP_DELETES("stopping deletes the files"),
  /// Starting a command fails.
  START_FAILS("starting a command fails"),
  /// Starting a command never ends.
  START_HANGS("starting a command never ends"),
  /// Every command is told to have used too much memory.
  OUT_OF_MEMORY("every command is told to have used too much memory"),
  /// Every status but 0 is told as 1.
  STATUS_CLIPPED("every status but 0 is told as 1"),
  /// A program that is not there is an error of the call.
  MISSING_PROGRAM_FAILS("a program that is not there is an error of the call"),
  /// Commands get a variable that nobody asked for.
  VARIABLES_ADDED("commands get a variable that nobody asked for"),
  /// Arguments go through a shell.
  ARGUMENTS_PARSED("arguments go through a shell"),
  /// Commands start in the workspace whatever was asked for.
  FOLDER_IGNORED("commands start in the workspace whatever was asked for"),
  /// Starting a known id runs the command again.
  STARTS_TWICE("starting a known id runs the command again"),
  /// An execution that runs can be forgotten.
  FORGETS_RUNNING("an execution that runs can be forgotten"),
  /// Executions that never were are found.
  FINDS_ANYTHING("executions that never were are found"),
  /// Reading output fails.
  READ_FAILS("reading output fails"),
  /// Reading output never ends.
  READ_HANGS("reading output never ends"),
  /// A piece of the output is left out.
  OUTPUT_DROPPED("a piece of the output is left out"),
  /// A piece of the output is sent twice.
  OUTPUT_DUPLICATED("a piece of the output is sent twice"),
  /// Pieces of the output change places.
  OUTPUT_REORDERED("pieces of the output change places"),
  /// Positions of the output are told one too high.
  OUTPUT_OFFSETS("positions of the output are told one too high"),
  /// Output is decoded as text.
  OUTPUT_DECODED("output is decoded as text"),
  /// Output is given out when the command has ended.
  OUTPUT_HELD("output is given out when the command has ended"),
  /// Output that nobody reads is thrown away.
  OUTPUT_DISCARDED("output that nobody reads is thrown away"),
  /// Output is read once and then gone.
  OUTPUT_ONCE("output is read once and then gone"),
  /// Two readers share the output between them.
  OUTPUT_SHARED("two readers share the output between them"),
  /// What was called durable is read again.
  OUTPUT_NEVER_FORGOTTEN("what was called durable is read again"),
  /// The outcome is another when it is asked for again.
  OUTCOME_CHANGES("the outcome is another when it is asked for again"),
  /// KILL does nothing.
  KILL_IGNORED("KILL does nothing"),
  /// A command that was killed is told as a success.
  KILL_SUCCEEDS("a command that was killed is told as a success"),
  /// KILL ends the command and leaves its children.
  KILL_LEAVES_TREE("KILL ends the command and leaves its children"),
  /// KILL ends the environment.
  KILL_ENDS_ALL("KILL ends the environment"),
  /// Every signal is KILL.
  SIGNALS_KILL("every signal is KILL"),
  /// Commands run on past their limit.
  LIMIT_IGNORED("commands run on past their limit"),
  /// A reader that leaves ends the command.
  READER_KILLS("a reader that leaves ends the command"),
  /// Leases are not renewed.
  LEASE_REFUSED("leases are not renewed"),
  /// Environments whose lease ran out go on.
  LEASE_IGNORED("environments whose lease ran out go on"),
  /// Environments go on past their bound when they are renewed.
  BOUND_IGNORED("environments go on past their bound when they are renewed"),
  /// Times are told an hour late.
  CLOCK_SKEWED("times are told an hour late"),
  /// Ids that never were are told as renewed.
  RENEWS_ANYTHING("ids that never were are told as renewed"),
  /// Files are never executable.
  MODES_LOST("files are never executable"),
  /// Reading a file that is not there is an error.
  MISSING_FILE_FAILS("reading a file that is not there is an error"),
  /// Files are read past the limit.
  LIMIT_OF_FILES_IGNORED("files are read past the limit"),
  /// Digests are those of other bytes.
  DIGESTS_WRONG("digests are those of other bytes"),
  /// Files are listed in any order.
  LISTS_UNSORTED("files are listed in any order"),
  /// Files are written where commands do not see them.
  FILES_ELSEWHERE("files are written where commands do not see them"),
  /// Copying in fails.
  COPY_FAILS("copying in fails"),
  /// Copying in never ends.
  COPY_HANGS("copying in never ends"),
  /// Copying out leaves a file out.
  COPY_LOSES_FILES("copying out leaves a file out"),
  /// Archives may lead out of their folder.
  COPY_ESCAPES("archives may lead out of their folder"),
  /// A copy that was cut off is told as a success.
  COPY_CUT_SUCCEEDS("a copy that was cut off is told as a success"),
  /// What is no archive is taken.
  COPY_TAKES_GARBAGE("what is no archive is taken"),
  /// Copying out what is not there succeeds.
  COPY_OF_NOTHING_SUCCEEDS("copying out what is not there succeeds"),
  /// Service containers are declared and refused.
  LAYER_DECLARED("service containers are declared and refused"),
  /// Service containers are made and not declared.
  LAYER_UNDECLARED("service containers are made and not declared"),
  /// A layer that is not declared fails as if the platform were down.
  LAYER_REFUSED_UNCLEARLY("a layer that is not declared fails as if the platform were down"),
  /// Capabilities change from call to call.
  CAPABILITIES_CHANGE("capabilities change from call to call"),
  /// KILL works and is not declared.
  KILL_UNDECLARED("KILL works and is not declared"),
  /// Recovery ENVIRONMENT is declared and nothing is adopted.
  RECOVERY_DECLARED("recovery ENVIRONMENT is declared and nothing is adopted"),
  /// Every plan is accepted.
  PLAN_TAKES_ANY("every plan is accepted"),
  /// Every plan is refused.
  PLAN_REFUSES_ALL("every plan is refused"),
  /// Planning makes an environment.
  PLAN_MAKES("planning makes an environment"),
  /// No label is accepted.
  LABELS_REFUSED("no label is accepted"),
  /// A label means something else every time.
  LABELS_UNSTABLE("a label means something else every time"),
  /// Keys of labels that are not known are accepted.
  LABELS_TAKE_ANY("keys of labels that are not known are accepted"),
  /// Verdicts come in another order than the labels.
  LABELS_SHUFFLED("verdicts come in another order than the labels"),
  /// Each label takes 60 milliseconds.
  LABELS_SLOW("each label takes 60 milliseconds"),
  /// One environment is left out of the list.
  LIST_INCOMPLETE("one environment is left out of the list"),
  /// Environments are listed for every runner.
  FOREIGN_VISIBLE("environments are listed for every runner"),
  /// Environments can be removed by every runner.
  FOREIGN_REMOVABLE("environments can be removed by every runner"),
  /// Variables of commands are passed as arguments.
  SECRETS_IN_ARGUMENTS("variables of commands are passed as arguments"),
  /// Environments that never were can be adopted.
  ADOPTS_ANYTHING("environments that never were can be adopted"),
  /// Service containers are declared, and whatever is asked of them is taken.
  CONTAINERS_TAKEN("service containers are declared, and whatever is asked of them is taken"),
  /// An environment offers a way into it that is not declared.
  ACCESS_UNDECLARED("an environment offers a way into it that is not declared"),
  /// Removing what is being made forgets that it is.
  REMOVE_FORGETS_CREATION("removing what is being made forgets that it is"),
  /// Requests with fields that are not known are refused.
  UNKNOWN_FIELDS_REFUSED("requests with fields that are not known are refused"),
  /// `ready` is told twice.
  READY_TWICE("`ready` is told twice"),
  /// Half-closing a read ends it.
  HALF_CLOSE_ENDS("half-closing a read ends it"),
  /// Messages that come too late are taken as if they belonged there.
  FRAME_ORDER_IGNORED("messages that come too late are taken as if they belonged there"),
  /// The end of a copy is not compared with its bytes.
  COPY_END_IGNORED("the end of a copy is not compared with its bytes"),
  /// Every token is right.
  TOKEN_IGNORED("every token is right"),
  /// Reflection answers without the token.
  REFLECTION_OPEN("reflection answers without the token"),
  /// Every certificate is right.
  CERTIFICATE_IGNORED("every certificate is right"),
  /// TLS 1.2 is spoken.
  TLS_OLD("TLS 1.2 is spoken"),
  /// A ping ends the connection.
  PINGS_REFUSED("a ping ends the connection"),
  /// Messages and metadata may be of any size.
  CAPS_MISSING("messages and metadata may be of any size"),
  /// Bytes that are no protocol stop the server.
  NOISE_ENDS("bytes that are no protocol stop the server"),
  /// Larger frames carry garbage.
  FRAMES_GARBLED("larger frames carry garbage"),
  /// Larger frames are cut off, and the connection with them.
  FRAMES_TRUNCATED("larger frames are cut off, and the connection with them"),
  /// Everybody may enter the socket.
  SOCKET_OPEN("everybody may enter the socket"),
  /// Commands get the session of the runner as a variable.
  SESSION_IN_VARIABLES("commands get the session of the runner as a variable"),
  /// The variables of commands are logged.
  VARIABLES_LOGGED("the variables of commands are logged"),
  /// It serves though no runner has started it.
  COOKIE_IGNORED("it serves though no runner has started it"),
  /// Something is printed before the line.
  NOISE_BEFORE_LINE("something is printed before the line"),
  /// The line has another certificate than the server.
  CERTIFICATE_OF_ANOTHER("the line has another certificate than the server"),
  /// It is asked to end and does not.
  SHUTDOWN_IGNORED("it is asked to end and does not"),
  /// It does not start where it ran before.
  STARTS_ONCE("it does not start where it ran before"),
  /// SIGTERM ends it at once.
  TERM_AT_ONCE("SIGTERM ends it at once"),
  /// The schema of a label is no schema.
  SCHEMA_DAMAGED("the schema of a label is no schema"),
  /// The process ends when a command is started.
  CRASH_AT_START("the process ends when a command is started");

  private final String words;

  Fault(String words) {
    this.words = words;
  }

  /// Returns what is done, one sentence without a full stop.
  public String words() {
    return words;
  }

  /// Returns how it is asked for.
  public String word() {
    return name().toLowerCase(Locale.ROOT).replace('_', '-');
  }

  /// Returns the fault that is asked for so, or `null` if there is none.
  static @Nullable Fault of(String word) {
    for (Fault fault : values()) {
      if (fault.word().equals(word)) {
        return fault;
      }
    }
    return null;
  }
}
