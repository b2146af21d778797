// SPDX-License-Identifier: Apache-2.0
const core = require('./core');
const fs = require('fs');

const env = process.env;
const [owner, repo] = (env.GITHUB_REPOSITORY || '/').split('/');
const context = {
  payload: JSON.parse(fs.readFileSync(env.GITHUB_EVENT_PATH, 'utf8')),
  eventName: env.GITHUB_EVENT_NAME,
  sha: env.GITHUB_SHA,
  ref: env.GITHUB_REF,
  workflow: env.GITHUB_WORKFLOW,
  action: env.GITHUB_ACTION,
  actor: env.GITHUB_ACTOR,
  job: env.GITHUB_JOB,
  runNumber: Number(env.GITHUB_RUN_NUMBER),
  runId: Number(env.GITHUB_RUN_ID),
  apiUrl: env.GITHUB_API_URL,
  serverUrl: env.GITHUB_SERVER_URL,
  repo: { owner, repo },
};
context.issue = { ...context.repo, number: (context.payload.issue || context.payload.pull_request || {}).number };

// Nothing answers here: whoever calls the forge is told so.
const github = new Proxy(() => {}, {
  get: () => github,
  apply: () => Promise.reject(new Error('there is no forge to call')),
});

const AsyncFunction = Object.getPrototypeOf(async () => {}).constructor;
new AsyncFunction('require', 'github', 'context', 'core', 'glob', 'io', env.INPUT_SCRIPT)(
  require, github, context, core, undefined, undefined)
  .then((result) => {
    const text = env['INPUT_RESULT-ENCODING'] === 'string' ? String(result) : JSON.stringify(result);
    core.setOutput('result', text);
  })
  .catch((error) => core.setFailed(error.stack || String(error)));
