// Cuts Rust into tokens, without comments and without what stands in strings.

/** @typedef {{ text: string, line: number }} Token a word, `::` or one other character; a string is `""` */

const TOKEN = new RegExp(
  [
    /(?<space>\s+|\/\/[^\n]*)/,
    /(?<comment>\/\*)/,
    /(?<raw>[bc]?r(?<hashes>#*)")/,
    /(?<text>[bc]?"(?:[^"\\]|\\[^])*")/,
    /(?<character>b?'(?:[^'\\\n]|\\(?:u\{[^}]*\}|x..|.))')/,
    /(?<lifetime>'\w+)/,
    /(?<word>(?:r#)?[\p{L}_][\p{L}\p{N}_]*)/u,
    /(?<number>[0-9][\w]*(?:\.[0-9][\w]*)?)/,
    /(?<mark>::|[^])/,
  ].map(({ source }) => source).join('|'),
  'uy',
);

/**
 * @param {string} source
 * @returns {Token[]}
 */
export function tokensOf(source) {
  const tokens = [];
  let line = 1;
  for (let at = 0; at < source.length; ) {
    TOKEN.lastIndex = at;
    const match = TOKEN.exec(source);
    const whole = match?.[0] ?? '';
    const groups = match?.groups ?? {};
    let end = at + Math.max(whole.length, 1);
    if (groups.comment !== undefined) {
      end = endOfComment(source, at);
    } else if (groups.raw !== undefined) {
      const close = `"${groups.hashes ?? ''}`;
      const found = source.indexOf(close, end);
      end = found < 0 ? source.length : found + close.length;
      tokens.push({ text: '""', line });
    } else if (groups.word !== undefined || groups.mark !== undefined) {
      tokens.push({ text: whole, line });
    } else if (groups.space === undefined) {
      tokens.push({ text: '""', line });
    }
    line += source.slice(at, end).split('\n').length - 1;
    at = end;
  }
  return tokens;
}

/**
 * Comments in Rust stand within each other.
 * @param {string} source
 * @param {number} start
 */
function endOfComment(source, start) {
  const mark = /\/\*|\*\//g;
  mark.lastIndex = start;
  let depth = 0;
  for (let found = mark.exec(source); found !== null; found = mark.exec(source)) {
    depth += found[0] === '/*' ? 1 : -1;
    if (depth === 0) {
      return mark.lastIndex;
    }
  }
  return source.length;
}
