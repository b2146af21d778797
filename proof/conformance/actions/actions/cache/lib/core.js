// SPDX-License-Identifier: Apache-2.0
const crypto = require('crypto');
const fs = require('fs');

const append = (variable, name, value) => {
  const end = `end-${crypto.randomUUID()}`;
  fs.appendFileSync(process.env[variable], `${name}<<${end}\n${value}\n${end}\n`);
};

module.exports = {
  input: (name) => (process.env[`INPUT_${name.toUpperCase()}`] || '').trim(),
  lines: (text) => text.split('\n').map((line) => line.trim()).filter(Boolean),
  output: (name, value) => append('GITHUB_OUTPUT', name, value),
  state: (name, value) => append('GITHUB_STATE', name, value),
  kept: (name) => process.env[`STATE_${name}`] || '',
  warn: (text) => console.log(`::warning::${text.replace(/\n/g, '%0A')}`),
  async run(main) {
    try {
      await main();
    } catch (error) {
      console.log(`::error::${error.message.replace(/\n/g, '%0A')}`);
      process.exitCode = 1;
    }
  },
};
