// SPDX-License-Identifier: Apache-2.0
//
// Evaluates expressions with GitHub's own evaluator.
//
//   node evaluate.mjs QUESTIONS ANSWERS
//
// QUESTIONS holds JSON lines. {"contexts": {...}} sets the contexts of what follows;
// {"expr": TEXT, "rules": [NAME...]} is answered by one line; {"bits": HEX} is answered by the
// 15 digits of a double. A rule replaces one behaviour of the evaluator by that of GitHub's runner.
import { createReadStream, createWriteStream } from "node:fs";
import { createInterface } from "node:readline";
import { data, Evaluator, Lexer, Parser, wellKnownFunctions } from "@actions/expressions";
import { FilteredArray } from "@actions/expressions/filtered_array";
import { TokenType } from "@actions/expressions/lexer";

const { BooleanData, Kind, Null, NumberData, StringData } = data;
let rules = new Set();

function replace(owner, name, rule, withRule) {
  const original = owner[name];
  owner[name] = function (...args) {
    return rules.has(rule) ? withRule.call(this, original, ...args) : original.apply(this, args);
  };
}

// NUMBER_TEXT: 15 significant digits, not 15 decimals.
function fifteenDigits(value) {
  if (value === 0) return "0";
  if (!Number.isFinite(value)) return String(value);
  const [mantissa, power] = Math.abs(value).toExponential(14).split("e");
  const digits = mantissa.replace(".", "").replace(/0+$/, "");
  const exponent = Number(power);
  const sign = value < 0 ? "-" : "";
  if (exponent < -4 || exponent >= 15) {
    const fraction = digits.length > 1 ? "." + digits.slice(1) : "";
    const size = String(Math.abs(exponent)).padStart(2, "0");
    return `${sign}${digits[0]}${fraction}E${exponent < 0 ? "-" : "+"}${size}`;
  }
  if (exponent < 0) return `${sign}0.${"0".repeat(-exponent - 1)}${digits}`;
  const whole = digits.padEnd(exponent + 1, "0");
  const fraction = whole.slice(exponent + 1);
  return sign + whole.slice(0, exponent + 1) + (fraction ? "." + fraction : "");
}

function pretty(value, indent) {
  const inner = indent + "  ";
  switch (value.kind) {
    case Kind.Number:
      return fifteenDigits(value.value);
    case Kind.Array: {
      const items = value.values().map(item => inner + pretty(item, inner));
      return items.length ? `[\n${items.join(",\n")}\n${indent}]` : "[]";
    }
    case Kind.Dictionary: {
      const members = value
        .pairs()
        .map(pair => `${inner}${JSON.stringify(pair.key)}: ${pretty(pair.value, inner)}`);
      return members.length ? `{\n${members.join(",\n")}\n${indent}}` : "{}";
    }
    case Kind.Null:
      return "null";
    default:
      return JSON.stringify(value.value);
  }
}

replace(NumberData.prototype, "coerceString", "NUMBER_TEXT", function () {
  return fifteenDigits(this.value);
});
replace(wellKnownFunctions.tojson, "call", "NUMBER_TEXT", (_, value) => new StringData(pretty(value, "")));

// NUMBER_SYNTAX: decimals, lower-case 0x and 0o of 32 signed bits, Infinity; nothing else.
replace(StringData.prototype, "number", "NUMBER_SYNTAX", function () {
  const text = this.value.trim();
  if (text === "") return 0;
  if (/^[+-]?(\d+\.?\d*|\.\d+)([eE][+-]?\d+)?$/.test(text)) return Number(text);
  if (/^0x[0-9a-fA-F]+$/.test(text) || /^0o[0-7]+$/.test(text)) {
    const bits = Number(text);
    return bits > 0xffffffff ? NaN : bits | 0;
  }
  return /^[+-]?Infinity$/.test(text) ? Number(text) : NaN;
});

// QUOTES: every '' in a text is one quote, not only the first.
replace(Lexer.prototype, "consumeString", "QUOTES", function (original) {
  original.call(this);
  const token = this.tokens[this.tokens.length - 1];
  token.value = token.lexeme.slice(1, -1).replaceAll("''", "'");
});

// LAZY: what cannot change the result is not evaluated, so it cannot fail either.
replace(Evaluator.prototype, "visitFunctionCall", "LAZY", function (original, call) {
  const value = index => this.eval(call.args[index]);
  const evaluateAll = () => original.call(this, call);
  switch (call.functionName.lexeme.toLowerCase()) {
    case "case":
      for (let at = 0; at < call.args.length - 1; at += 2) {
        const predicate = value(at);
        if (predicate.kind !== Kind.Boolean) {
          throw new Error("case predicate must evaluate to a boolean value");
        }
        if (predicate.value) return value(at + 1);
      }
      return value(call.args.length - 1);
    case "contains": {
      const container = value(0);
      const decided =
        container.kind === Kind.Array ? container.values().length === 0 : !container.primitive;
      return decided ? new BooleanData(false) : evaluateAll();
    }
    case "startswith":
    case "endswith":
      return value(0).primitive ? evaluateAll() : new BooleanData(false);
    case "join": {
      const joined = value(0);
      const separated = joined.kind === Kind.Array && joined.values().length > 1;
      return separated ? evaluateAll() : wellKnownFunctions.join.call(joined);
    }
    case "format": {
      const pattern = value(0);
      const unused = call.args.slice(1).map(() => new Null());
      wellKnownFunctions.format.call(pattern, ...unused);
      const used = new Set(Array.from(pattern.coerceString().matchAll(/\d+/g), Number));
      const args = call.args.slice(1).map((arg, at) => (used.has(at) ? this.eval(arg) : new Null()));
      return wellKnownFunctions.format.call(pattern, ...args);
    }
    default:
      return evaluateAll();
  }
});
replace(Evaluator.prototype, "visitIndexAccess", "LAZY", function (original, access) {
  const kind = this.eval(access.expr).kind;
  if (kind === Kind.Array || kind === Kind.Dictionary) return original.call(this, access);
  return access.index.constructor.name === "Star" ? new FilteredArray() : new Null();
});

// FORMAT: only } or : may follow the number, which is at most 255; specifiers are an error.
function holes(pattern) {
  const found = [];
  for (let at = 0; at < pattern.length; at++) {
    const brace = pattern[at];
    if (brace !== "{" && brace !== "}") continue;
    if (pattern[at + 1] === brace) {
      at++;
      continue;
    }
    const hole = /^\{(\d+)(?:\}|:((?:[^}]|\}\})*)\}(?!\}))/.exec(pattern.slice(at));
    if (hole === null || Number(hole[1]) > 255 || hole[2]) {
      throw new Error("The following format string is invalid: " + pattern);
    }
    found.push(Number(hole[1]));
    at += hole[0].length - 1;
  }
  return found;
}
replace(wellKnownFunctions.format, "call", "FORMAT", (original, pattern, ...args) => {
  holes(pattern.coerceString());
  return original(pattern, ...args);
});

// COMMENTS: JSON may hold comments.
replace(wellKnownFunctions.fromjson, "call", "COMMENTS", (original, input) =>
  original(new StringData(input.coerceString().replaceAll(/\/\*.*?\*\//g, " ")))
);

// COMMA: no comma before the parenthesis that closes a call.
function checkCommas(tokens) {
  for (let at = 1; at < tokens.length; at++) {
    if (tokens[at].type === TokenType.RIGHT_PAREN && tokens[at - 1].type === TokenType.COMMA) {
      throw new Error("Unexpected symbol: ')'");
    }
  }
}

function json(value) {
  switch (value.kind) {
    case Kind.Null:
      return "null";
    case Kind.Number:
      if (!Number.isFinite(value.value)) return `"${value.value}"`;
      return Object.is(value.value, -0) ? "-0" : String(value.value);
    case Kind.Array:
      return `[${value.values().map(json).join(",")}]`;
    case Kind.Dictionary:
      return `{${value
        .pairs()
        .map(pair => JSON.stringify(pair.key) + ":" + json(pair.value))
        .join(",")}}`;
    default:
      return JSON.stringify(value.value);
  }
}

const kindNames = new Map([
  [Kind.Null, "Null"],
  [Kind.Boolean, "Boolean"],
  [Kind.Number, "Number"],
  [Kind.String, "String"],
  [Kind.Array, "Array"],
  [Kind.Dictionary, "Object"]
]);

let contexts;

function answer(expression) {
  let phase = "lexing";
  try {
    const { tokens } = new Lexer(expression).lex();
    phase = "parsing";
    if (rules.has("COMMA")) checkCommas(tokens);
    const names = contexts.pairs().map(pair => pair.key);
    const tree = new Parser(tokens, names, []).parse();
    phase = "evaluation";
    const value = tree === undefined ? new Null() : new Evaluator(tree, contexts).evaluate();
    return `{"kind":"${kindNames.get(value.kind)}","value":${json(value)}}`;
  } catch (error) {
    return JSON.stringify({ error: { kind: phase, message: String(error.message) } });
  }
}

function digits(bits) {
  const view = new DataView(new ArrayBuffer(8));
  view.setBigUint64(0, BigInt("0x" + bits));
  return `"${view.getFloat64(0).toPrecision(15)}"`;
}

const out = createWriteStream(process.argv[3]);
for await (const line of createInterface({ input: createReadStream(process.argv[2]) })) {
  const question = JSON.parse(line);
  if (question.contexts !== undefined) {
    contexts = JSON.parse(line, data.reviver).get("contexts");
  } else if (question.bits !== undefined) {
    out.write(digits(question.bits) + "\n");
  } else {
    rules = new Set(question.rules);
    out.write(answer(question.expr) + "\n");
  }
}
out.end();
