// SPDX-License-Identifier: Apache-2.0
const crypto = require('crypto');
const fs = require('fs');
const path = require('path');
const zip = require('./zip');

const env = process.env;
const input = (name) => (env[`INPUT_${name.toUpperCase()}`] || '').trim();

/// The run and the job stand in the token.
function owner() {
  const claims = JSON.parse(Buffer.from(env.ACTIONS_RUNTIME_TOKEN.split('.')[1], 'base64url'));
  const scope = claims.scp.split(' ').find((each) => each.startsWith('Actions.Results:'));
  const [, run, job] = scope.split(':');
  return { workflow_run_backend_id: run, workflow_job_run_backend_id: job };
}

async function call(method, message) {
  const response = await fetch(
    new URL(`/twirp/github.actions.results.api.v1.ArtifactService/${method}`, env.ACTIONS_RESULTS_URL),
    {
      method: 'POST',
      headers: { 'content-type': 'application/json', authorization: `Bearer ${env.ACTIONS_RUNTIME_TOKEN}` },
      body: JSON.stringify({ ...owner(), ...message }),
    });
  const answer = await response.json();
  if (!response.ok) {
    throw new Error(`${method} is refused: ${answer.msg}`);
  }
  return answer;
}

function files(given) {
  const found = [];
  for (const each of given.split('\n').map((line) => line.trim()).filter(Boolean)) {
    const place = path.resolve(env.GITHUB_WORKSPACE, each);
    if (fs.existsSync(place)) {
      const all = fs.statSync(place).isDirectory()
        ? fs.readdirSync(place, { recursive: true }).map((file) => path.join(place, file))
        : [place];
      found.push(...all.filter((file) => fs.statSync(file).isFile()));
    }
  }
  return [...new Set(found)];
}

/// The folder that all files have in common is not part of their names.
function root(found) {
  let folder = path.dirname(found[0]);
  while (!found.every((file) => file.startsWith(folder + path.sep))) {
    folder = path.dirname(folder);
  }
  return folder;
}

async function main() {
  const name = input('name');
  const found = files(input('path'));
  if (found.length === 0) {
    const said = `no files were found at ${input('path')}`;
    if (input('if-no-files-found') === 'error') {
      throw new Error(said);
    }
    console.log(input('if-no-files-found') === 'warn' ? `::warning::${said}` : said);
    return;
  }
  if (input('overwrite') === 'true') {
    await call('DeleteArtifact', { name }).catch(() => {});
  }
  const folder = root(found);
  const content = zip(
    found.map((file) => ({ name: path.relative(folder, file).split(path.sep).join('/'), content: fs.readFileSync(file) })),
    Number(input('compression-level')));
  const { signed_upload_url: address } = await call('CreateArtifact', { name, version: 4 });
  const sent = await fetch(address, { method: 'PUT', headers: { 'x-ms-blob-type': 'BlockBlob' }, body: content });
  if (!sent.ok) {
    throw new Error(`the content is refused: ${await sent.text()}`);
  }
  const digest = crypto.createHash('sha256').update(content).digest('hex');
  const done = await call('FinalizeArtifact', { name, size: String(content.length), hash: `sha256:${digest}` });
  fs.appendFileSync(env.GITHUB_OUTPUT, `artifact-id=${done.artifact_id}\nartifact-digest=${digest}\n`);
  console.log(`uploaded ${found.length} files as ${name}`);
}

main().catch((error) => {
  console.log(`::error::${error.message}`);
  process.exitCode = 1;
});
