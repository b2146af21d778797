// SPDX-License-Identifier: Apache-2.0
const core = require('./core');
const service = require('./service');

core.run(async () => {
  const key = core.input('key');
  const paths = core.lines(core.input('path'));
  core.state('key', key);
  core.output('cache-primary-key', key);
  const matched = await service.restore(
    paths, key, core.lines(core.input('restore-keys')), core.input('lookup-only') === 'true');
  if (!matched) {
    if (core.input('fail-on-cache-miss') === 'true') {
      throw new Error(`nothing is cached for ${key}`);
    }
    console.log(`nothing is cached for ${key}`);
    return;
  }
  core.state('matched', matched);
  core.output('cache-matched-key', matched);
  core.output('cache-hit', String(matched.toLowerCase() === key.toLowerCase()));
  console.log(`found ${matched}`);
});
