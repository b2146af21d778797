// SPDX-License-Identifier: Apache-2.0
const fs = require('fs');

const event = JSON.parse(fs.readFileSync(process.env.GITHUB_EVENT_PATH, 'utf8'));
const body = event.comment && event.comment.body;
console.log(body && body.startsWith('/') ? `command ${body}` : 'The event has no comment with a command');
