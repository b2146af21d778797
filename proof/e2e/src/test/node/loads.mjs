// SPDX-License-Identifier: Apache-2.0
// Says which of the clients named by the arguments this Node.js can load, one a line.
import { load } from './load.mjs';

for (const name of process.argv.slice(2)) {
  const client = await load(name);
  const usable = client.saveCache ?? client.create ?? client.DefaultArtifactClient;
  console.log(`${name} ${typeof usable}`);
}
