// SPDX-License-Identifier: Apache-2.0
// Writes a ZIP archive of files that fit into memory.
const zlib = require('zlib');

const TABLE = Array.from({ length: 256 }, (_, value) => {
  for (let bit = 0; bit < 8; bit++) {
    value = value & 1 ? (value >>> 1) ^ 0xedb88320 : value >>> 1;
  }
  return value >>> 0;
});

function crc(bytes) {
  let sum = 0xffffffff;
  for (const byte of bytes) {
    sum = TABLE[(sum ^ byte) & 255] ^ (sum >>> 8);
  }
  return (sum ^ 0xffffffff) >>> 0;
}

/// Writes numbers as pairs of size and value.
function numbers(...pairs) {
  return Buffer.concat(pairs.map(([size, value]) => {
    const bytes = Buffer.alloc(size);
    bytes.writeUIntLE(value, 0, size);
    return bytes;
  }));
}

module.exports = (files, level) => {
  const parts = [];
  const directory = [];
  let at = 0;
  for (const { name, content } of files) {
    const title = Buffer.from(name);
    const packed = level === 0 ? content : zlib.deflateRawSync(content, { level });
    const about = numbers(
      [2, 20], [2, 0x0800], [2, level === 0 ? 0 : 8], [2, 0], [2, 0x5a21],
      [4, crc(content)], [4, packed.length], [4, content.length], [2, title.length], [2, 0]);
    const local = Buffer.concat([numbers([4, 0x04034b50]), about, title, packed]);
    directory.push(numbers([4, 0x02014b50], [2, 20]), about, numbers([2, 0], [2, 0], [2, 0], [4, 0], [4, at]), title);
    parts.push(local);
    at += local.length;
  }
  const entries = Buffer.concat(directory);
  const end = numbers(
    [4, 0x06054b50], [2, 0], [2, 0], [2, files.length], [2, files.length], [4, entries.length], [4, at], [2, 0]);
  return Buffer.concat([...parts, entries, end]);
};
