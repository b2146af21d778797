// SPDX-License-Identifier: Apache-2.0
package io.berth.conformance.fuzz;

/// Where GitHub's TypeScript evaluator, which serves editors, differs from GitHub's runner, which
/// runs jobs. Berth follows the runner.
///
/// A difference is excused only if the TypeScript evaluator gives Berth's answer as soon as these
/// behaviours are replaced by the runner's; `evaluate.mjs` holds the replacement of each. Sources
/// are files of actions/languageservices (expressions/src) and actions/runner (src/Sdk).
enum Deviation {
  /// data/number.ts rounds to 15 decimals; the runner prints "G15"
  /// (Expressions/EvaluationResult.cs).
  NUMBER_TEXT,
  /// data/string.ts takes all that JavaScript's `Number` takes, such as `0b1`, `0XF` and
  /// hexadecimals of any size; the runner does not (Expressions/Sdk/ExpressionUtility.cs).
  NUMBER_SYNTAX,
  /// lexer.ts replaces the first `''` of a text only (Expressions/Tokens/LexicalAnalyzer.cs).
  QUOTES,
  /// evaluator.ts evaluates every argument and index first; the runner evaluates what it needs
  /// (Expressions/Sdk/Functions, Expressions/Sdk/Operators/Index.cs).
  LAZY,
  /// funcs/format.ts ignores what stands between the number and `}` and does not limit the number
  /// (Expressions/Sdk/Functions/Format.cs).
  FORMAT,
  /// funcs/fromjson.ts knows no comments; the runner's reader does
  /// (Expressions/Sdk/Functions/FromJson.cs).
  COMMENTS,
  /// parser.ts takes a comma before the parenthesis that closes a call
  /// (Expressions/Tokens/LexicalAnalyzer.cs).
  COMMA
}
