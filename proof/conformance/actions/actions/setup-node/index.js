// SPDX-License-Identifier: Apache-2.0
const { spawnSync } = require('child_process');
const fs = require('fs');
const path = require('path');

const wanted = (process.env['INPUT_NODE-VERSION'] || '').replace(/^v/, '').replace(/[.]x$/, '');
const cache = path.join(process.env.RUNNER_TOOL_CACHE || '', 'node');
const kept = fs.existsSync(cache)
  ? fs.readdirSync(cache).map((version) => path.join(cache, version, process.arch, 'bin'))
  : [];

for (const folder of [...kept, path.dirname(process.execPath), ...process.env.PATH.split(path.delimiter)]) {
  const asked = spawnSync(path.join(folder, 'node'), ['--version'], { encoding: 'utf8' });
  const version = asked.status === 0 ? asked.stdout.trim() : '';
  if (version && (`${version}.`.startsWith(`v${wanted}.`) || !wanted)) {
    fs.appendFileSync(process.env.GITHUB_PATH, `${folder}\n`);
    fs.appendFileSync(process.env.GITHUB_OUTPUT, `node-version=${version}\n`);
    console.log(`${folder} has ${version}`);
    process.exit(0);
  }
}
console.log(`::error::there is no Node.js ${wanted} on this machine, and nothing is downloaded`);
process.exit(1);
