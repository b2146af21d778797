// SPDX-License-Identifier: Apache-2.0
// The second interface of the cache service: calls of Twirp as JSON, contents at signed addresses.
const { spawnSync } = require('child_process');
const crypto = require('crypto');
const fs = require('fs');
const os = require('os');
const path = require('path');

const { ACTIONS_RESULTS_URL: base, ACTIONS_RUNTIME_TOKEN: token } = process.env;

async function call(method, message) {
  const response = await fetch(new URL(`/twirp/github.actions.results.api.v1.CacheService/${method}`, base), {
    method: 'POST',
    headers: { 'content-type': 'application/json', authorization: `Bearer ${token}` },
    body: JSON.stringify(message),
  });
  const answer = await response.json();
  return response.ok ? answer : { ...answer, refused: response.status };
}

const version = (paths) => crypto.createHash('sha256').update([...paths, 'gzip', '1.0'].join('|')).digest('hex');

function tar(...given) {
  const ended = spawnSync('tar', given, { encoding: 'utf8', cwd: process.env.GITHUB_WORKSPACE });
  if (ended.status !== 0) {
    throw new Error(`tar ended with status ${ended.status}: ${ended.stderr}`);
  }
}

const archive = () => path.join(fs.mkdtempSync(path.join(process.env.RUNNER_TEMP || os.tmpdir(), 'cache-')), 'cache.tgz');

module.exports = {
  /// Returns the key that was found, or nothing; unpacks what it holds unless only asked.
  async restore(paths, key, others, onlyLook) {
    const found = await call('GetCacheEntryDownloadURL', { key, restore_keys: others, version: version(paths) });
    if (found.refused) {
      throw new Error(`the cache refuses to look for ${key}: ${found.msg}`);
    }
    if (!found.ok || onlyLook) {
      return found.ok ? found.matched_key : undefined;
    }
    const response = await fetch(found.signed_download_url);
    const file = archive();
    fs.writeFileSync(file, Buffer.from(await response.arrayBuffer()));
    tar('-xzPf', file);
    fs.rmSync(path.dirname(file), { recursive: true });
    return found.matched_key;
  },

  /// Returns whether it was kept; what is there already is not kept again.
  async save(paths, key) {
    const begun = await call('CreateCacheEntry', { key, version: version(paths) });
    if (begun.refused === 409 || begun.ok === false) {
      return false;
    }
    if (begun.refused) {
      throw new Error(`the cache refuses ${key}: ${begun.msg}`);
    }
    const file = archive();
    tar('-czPf', file, '--', ...paths);
    const content = fs.readFileSync(file);
    fs.rmSync(path.dirname(file), { recursive: true });
    const sent = await fetch(begun.signed_upload_url, {
      method: 'PUT',
      headers: { 'x-ms-blob-type': 'BlockBlob', 'content-type': 'application/octet-stream' },
      body: content,
    });
    if (!sent.ok) {
      throw new Error(`the cache takes no content of ${key}: ${await sent.text()}`);
    }
    const done = await call('FinalizeCacheEntryUpload', { key, version: version(paths), size_bytes: String(content.length) });
    if (!done.ok) {
      throw new Error(`the cache does not complete ${key}: ${done.msg}`);
    }
    return true;
  },
};
