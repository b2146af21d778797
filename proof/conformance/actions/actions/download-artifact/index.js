// SPDX-License-Identifier: Apache-2.0
// From version 4 on one content for each artifact; before, file by file, and neither sees what the other kept.
const fs = require('fs');
const path = require('path');
const unzip = require('./unzip');

const env = process.env;
const input = (name) => (env[`INPUT_${name.toUpperCase()}`] || '').trim();
const headers = { authorization: `Bearer ${env.ACTIONS_RUNTIME_TOKEN}` };

async function json(address, given) {
  const response = await fetch(address, given);
  const answer = await response.json();
  if (!response.ok) {
    throw new Error(`${address} is refused: ${answer.msg || answer.message}`);
  }
  return answer;
}

function call(method, message) {
  const claims = JSON.parse(Buffer.from(env.ACTIONS_RUNTIME_TOKEN.split('.')[1], 'base64url'));
  const [, run, job] = claims.scp.split(' ').find((each) => each.startsWith('Actions.Results:')).split(':');
  return json(new URL(`/twirp/github.actions.results.api.v1.ArtifactService/${method}`, env.ACTIONS_RESULTS_URL), {
    method: 'POST',
    headers: { ...headers, 'content-type': 'application/json' },
    body: JSON.stringify({ workflow_run_backend_id: run, workflow_job_run_backend_id: job, ...message }),
  });
}

function write(folder, name, content) {
  const file = path.resolve(folder, name);
  if (!file.startsWith(path.resolve(folder) + path.sep)) {
    throw new Error(`${name} leads out of its folder`);
  }
  if (!name.endsWith('/')) {
    fs.mkdirSync(path.dirname(file), { recursive: true });
    fs.writeFileSync(file, content);
  }
}

const bytes = async (address, given) => Buffer.from(await (await fetch(address, given)).arrayBuffer());

const fourth = {
  list: async () => (await call('ListArtifacts', {})).artifacts || [],
  async bring({ name }, folder) {
    const { signed_url: address } = await call('GetSignedArtifactURL', { name });
    unzip(await bytes(address)).forEach((file) => write(folder, file.name, file.content));
  },
};

const third = {
  list: async () =>
    (await json(
      `${env.ACTIONS_RUNTIME_URL}_apis/pipelines/workflows/${env.GITHUB_RUN_ID}/artifacts?api-version=6.0-preview`,
      { headers })).value,
  async bring({ name, fileContainerResourceUrl: address }, folder) {
    const { value } = await json(`${address}?itemPath=${encodeURIComponent(name)}`, { headers });
    for (const item of value.filter((each) => each.itemType === 'file')) {
      write(folder, path.relative(name, item.path), await bytes(item.contentLocation, { headers }));
    }
  },
};

async function main() {
  const service = Number(env.GITHUB_ACTION_REF.replace(/^v/, '')) < 4 ? third : fourth;
  const wanted = input('name');
  const folder = path.resolve(env.GITHUB_WORKSPACE, input('path'));
  const found = (await service.list()).filter(({ name }) => !wanted || name === wanted);
  if (wanted && found.length === 0) {
    throw new Error(`there is no artifact ${wanted}`);
  }
  for (const artifact of found) {
    await service.bring(artifact, wanted ? folder : path.join(folder, artifact.name));
    console.log(`downloaded ${artifact.name}`);
  }
  fs.appendFileSync(env.GITHUB_OUTPUT, `download-path=${folder}\n`);
}

main().catch((error) => {
  console.log(`::error::${error.message}`);
  process.exitCode = 1;
});
