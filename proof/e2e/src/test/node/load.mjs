// SPDX-License-Identifier: Apache-2.0
// Loads a client by the name that package.json gives it, wherever dev/clients has put it.
import fs from 'node:fs';
import path from 'node:path';
import { pathToFileURL } from 'node:url';

const folder = path.join(process.env.BERTH_CLIENTS, 'node_modules');

export async function load(name) {
  const at = path.join(folder, name);
  const { main } = JSON.parse(fs.readFileSync(path.join(at, 'package.json'), 'utf8'));
  const loaded = await import(pathToFileURL(path.join(at, main)).href);
  return { ...loaded.default, ...loaded };
}
