// SPDX-License-Identifier: Apache-2.0
const core = require('./core');
const service = require('./service');

core.run(async () => {
  const key = core.kept('key') || core.input('key');
  if (core.kept('matched').toLowerCase() === key.toLowerCase()) {
    console.log(`${key} was found, and is not saved again`);
    return;
  }
  try {
    const saved = await service.save(core.lines(core.input('path')), key);
    console.log(saved ? `saved ${key}` : `${key} is there already`);
  } catch (error) {
    core.warn(error.message);
  }
});
