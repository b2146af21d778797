// SPDX-License-Identifier: Apache-2.0
const crypto = require('crypto');
const fs = require('fs');

const escaped = (text) => String(text).replace(/%/g, '%25').replace(/\r/g, '%0D').replace(/\n/g, '%0A');
const command = (name, text) => console.log(`::${name}::${escaped(text)}`);

const append = (variable, name, value) => {
  const text = value === undefined || value === null ? '' : typeof value === 'string' ? value : JSON.stringify(value);
  const end = `end-${crypto.randomUUID()}`;
  fs.appendFileSync(process.env[variable], `${name}<<${end}\n${text}\n${end}\n`);
};

let buffer = '';
const summary = {
  addRaw(text, line) {
    buffer += text + (line ? '\n' : '');
    return summary;
  },
  addEOL: () => summary.addRaw('\n'),
  addHeading: (text, level = 1) => summary.addRaw(`<h${level}>${text}</h${level}>\n`),
  async write({ overwrite = false } = {}) {
    (overwrite ? fs.writeFileSync : fs.appendFileSync)(process.env.GITHUB_STEP_SUMMARY, buffer);
    buffer = '';
    return summary;
  },
};

module.exports = {
  summary,
  info: (text) => console.log(text),
  debug: (text) => command('debug', text),
  notice: (text) => command('notice', text),
  warning: (text) => command('warning', text),
  error: (text) => command('error', text),
  setFailed(text) {
    process.exitCode = 1;
    command('error', text);
  },
  setSecret: (text) => command('add-mask', text),
  setOutput: (name, value) => append('GITHUB_OUTPUT', name, value),
  saveState: (name, value) => append('GITHUB_STATE', name, value),
  getInput: (name) => (process.env[`INPUT_${name.replace(/ /g, '_').toUpperCase()}`] || '').trim(),
  exportVariable(name, value) {
    process.env[name] = value;
    append('GITHUB_ENV', name, value);
  },
  addPath: (folder) => fs.appendFileSync(process.env.GITHUB_PATH, `${folder}\n`),
};
