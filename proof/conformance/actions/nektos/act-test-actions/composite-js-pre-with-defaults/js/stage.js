// SPDX-License-Identifier: Apache-2.0
const problems = [];
if (process.env.INPUT_KEPT !== 'default value') {
  problems.push(`the default is '${process.env.INPUT_KEPT}'`);
}
if (!['true', 'false'].includes(process.env.INPUT_PRE)) {
  problems.push(`pre is '${process.env.INPUT_PRE}'`);
}
console.log(`in is '${process.env.INPUT_IN}'`);
problems.forEach((problem) => console.log(`::error::${problem}`));
process.exitCode = problems.length;
