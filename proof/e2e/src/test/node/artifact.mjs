// SPDX-License-Identifier: Apache-2.0
// One call of a client of artifacts; the result is the last line, as JSON.
//   artifact.mjs CLIENT upload NAME FOLDER | download NAME FOLDER | all FOLDER | list | delete NAME
//   artifact.mjs CLIENT eight NAME FOLDER: uploads it eight times at once, as NAME-1 to NAME-8
import fs from 'node:fs';
import path from 'node:path';
import { load } from './load.mjs';

const [name, command, ...given] = process.argv.slice(2);
const loaded = await load(name);
const isFirst = 'create' in loaded; // the interface of version 1: file by file, and neither list nor delete
const client = isFirst ? loaded.create() : new loaded.DefaultArtifactClient();

function files(folder) {
  return fs.readdirSync(folder, { recursive: true })
    .map((file) => path.join(folder, file))
    .filter((file) => fs.statSync(file).isFile());
}

async function run() {
  switch (command) {
    case 'upload':
      return client.uploadArtifact(given[0], files(given[1]), given[1], { compressionLevel: 0, continueOnError: false });
    case 'eight':
      return Promise.all([1, 2, 3, 4, 5, 6, 7, 8].map((number) =>
        client.uploadArtifact(`${given[0]}-${number}`, files(given[1]), given[1], { compressionLevel: 0 })));
    case 'download': {
      if (isFirst) {
        return client.downloadArtifact(given[0], given[1]);
      }
      const { artifact } = await client.getArtifact(given[0]);
      const done = await client.downloadArtifact(artifact.id, { path: given[1], expectedHash: artifact.digest });
      return { ...artifact, ...done };
    }
    case 'all':
      return client.downloadAllArtifacts(given[0]);
    case 'list':
      return client.listArtifacts();
    case 'delete':
      return client.deleteArtifact(given[0]);
    default:
      throw new Error(`no command ${command}`);
  }
}

try {
  console.log(JSON.stringify(await run()));
} catch (error) {
  console.log(JSON.stringify({ error: `${error.name}: ${error.message}` }));
  process.exitCode = 1;
}
