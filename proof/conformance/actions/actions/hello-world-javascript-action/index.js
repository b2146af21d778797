// SPDX-License-Identifier: Apache-2.0
const fs = require('fs');

const who = process.env['INPUT_WHO-TO-GREET'];
if (!who) {
  console.log('::error::nobody to greet');
  process.exit(1);
}
console.log(`Hello ${who}!`);
fs.appendFileSync(process.env.GITHUB_OUTPUT, `time=${new Date().toTimeString()}\n`);
const event = JSON.parse(fs.readFileSync(process.env.GITHUB_EVENT_PATH, 'utf8'));
console.log(`The event has: ${Object.keys(event).join(', ')}`);
