// SPDX-License-Identifier: Apache-2.0
// Uses one client of caches: cache.mjs CLIENT CALL...
// A CALL is JSON: ["save", KEY, [PATH...]], ["restore", [KEY, RESTORE_KEY...], [PATH...]], or
// ["together", [CALL...]]. Prints what each call gave, as JSON, one a line after `result `.
import { load } from './load.mjs';

const [name, ...calls] = process.argv.slice(2);
const client = await load(name);

// Old clients throw when an entry is there already, later ones tell the log.
function refused(error) {
  if (error.name !== 'ReserveCacheError') throw error;
  return false;
}

async function perform([call, ...rest]) {
  switch (call) {
    case 'save':
      return client.saveCache(rest[1], rest[0]).then((id) => id > 0, refused);
    case 'restore':
      return client.restoreCache(rest[1], rest[0][0], rest[0].slice(1));
    case 'together':
      return Promise.all(rest[0].map(perform));
    default:
      throw new Error(`no call ${call}`);
  }
}

for (const call of calls) {
  console.log(`result ${JSON.stringify((await perform(JSON.parse(call))) ?? null)}`);
}
