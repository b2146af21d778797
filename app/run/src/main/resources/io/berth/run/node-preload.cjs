// SPDX-License-Identifier: Apache-2.0
// Given to the Node.js of a JavaScript action with `--require` when the forge is not GitHub's.
//
// The clients of caches and artifacts in npm refuse every server but GitHub's: they read
// GITHUB_SERVER_URL, compare its host with GITHUB.COM, *.GHE.COM and *.LOCALHOST, and give up, though
// the service that they would talk to stands in variables of its own. This answers that one
// comparison. Whoever else reads the variable gets what it holds, and so does every child process.
'use strict';
const NAME = 'GITHUB_SERVER_URL';
const LOCAL = 'http://berth.ghe.localhost';
const GITHUB = 'https://github.com';
const FARTHEST = 600;

const fs = require('fs');
const truth = process.env;
const texts = new Map();

function get(target, key) {
  if (key === NAME) {
    const answer = expected();
    if (answer) {
      return answer;
    }
  }
  return target[key];
}

// Returns what the function that reads the variable right now wants to see, or nothing if it is not
// that comparison.
function expected() {
  try {
    const site = reader();
    const rest = site && comparison(site);
    if (!rest || !/(["'`])GITHUB\.COM\1/.test(rest)) {
      return undefined;
    }
    return /(["'`])\.(?:GHE\.)?LOCALHOST\1/.test(rest) ? LOCAL : GITHUB;
  } catch (_) {
    return undefined; // a reader that cannot be told is any reader
  }
}

function reader() {
  const { prepareStackTrace, stackTraceLimit } = Error;
  try {
    Error.stackTraceLimit = 1;
    Error.prepareStackTrace = (_, sites) => sites;
    const holder = {};
    Error.captureStackTrace(holder, get);
    return holder.stack[0];
  } finally {
    Error.stackTraceLimit = stackTraceLimit;
    Error.prepareStackTrace = prepareStackTrace;
  }
}

// Returns what follows the read in the same function, if the read is made to take a URL apart.
function comparison(site) {
  const line = lines(site)[site.getLineNumber() - 1];
  if (line === undefined) {
    return undefined;
  }
  const at = line.start + site.getColumnNumber() - 1;
  const text = line.text;
  if (!/\bnew\s+[\w$.]*URL\(\s*[\w$.]*$/.test(text.slice(Math.max(line.start, at - 80), at))) {
    return undefined;
  }
  let depth = 0;
  for (let i = at; i < text.length && i < at + FARTHEST; i++) {
    if (text[i] === '{') {
      depth++;
    } else if (text[i] === '}' && --depth < 0) {
      return text.slice(at, i);
    }
  }
  return undefined;
}

function lines(site) {
  const name = site.getFileName() || '';
  let found = texts.get(name);
  if (!found) {
    const text = fs.readFileSync(name.startsWith('file:') ? new URL(name) : name, 'utf8');
    found = [];
    for (let start = 0; start <= text.length; ) {
      found.push({ text, start });
      const end = text.indexOf('\n', start);
      start = end < 0 ? text.length + 1 : end + 1;
    }
    texts.set(name, found);
  }
  return found;
}

process.env = new Proxy(truth, {
  get,
  set(target, key, value) {
    target[key] = value;
    return true;
  },
});
// What a JavaScript process starts by itself is not the action any more.
process.execArgv = process.execArgv.filter(
  (argument, i, all) =>
    argument !== `--require=${__filename}` &&
    !(argument === '--require' && all[i + 1] === __filename) &&
    !(argument === __filename && all[i - 1] === '--require'));
require('module').syncBuiltinESMExports();
