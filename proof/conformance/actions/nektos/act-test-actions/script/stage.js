// SPDX-License-Identifier: Apache-2.0
const { spawnSync } = require('child_process');

module.exports = (stage) => {
  const script = process.env[`INPUT_${stage.toUpperCase()}`];
  if (!script) {
    return;
  }
  const ended = spawnSync('bash', ['-e', '-c', script], { stdio: 'inherit' });
  process.exitCode = ended.status === null ? 1 : ended.status;
};
