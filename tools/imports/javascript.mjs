// Reads the imports of the extension's scripts.
import { posix } from 'node:path';
import { parse } from 'acorn';

/** @typedef {import('./floors.mjs').Import} Import */

/** A type that a comment of JSDoc fetches from another file. */
const TYPE = /import\(\s*['"]([^'"]+)['"]\s*\)|@import\b[^;]*?\bfrom\s*['"]([^'"]+)['"]/g;

/**
 * The static and the dynamic imports, and the types that comments import. What is not among the scripts, as what the
 * build makes, is left out.
 * @param {Map<string, string>} scripts their texts by their paths
 * @returns {Import[]}
 */
export function importsOfScripts(scripts) {
  return [...scripts].flatMap(([from, text]) =>
    [...valuesIn(text), ...typesIn(text)].flatMap(({ at, specifier, isType }) => {
      const to = posix.join(posix.dirname(from), specifier);
      return specifier.startsWith('.') && scripts.has(to) ? [{ from, line: text.slice(0, at).split('\n').length, to, isType }] : [];
    }),
  );
}

/** @param {string} text */
function valuesIn(text) {
  /** @type {{ at: number, specifier: string, isType: boolean }[]} */
  const found = [];
  const walk = (/** @type {unknown} */ node) => {
    if (Array.isArray(node)) {
      node.forEach(walk);
    } else if (node !== null && typeof node === 'object') {
      const { type, source, start } = /** @type {{ type?: string, source?: { value?: unknown }, start?: number }} */ (node);
      if (type !== undefined && /^(?:Import|Export)/.test(type) && typeof source?.value === 'string') {
        found.push({ at: start ?? 0, specifier: source.value, isType: false });
      }
      Object.values(node).forEach(walk);
    }
  };
  walk(parse(text, { ecmaVersion: 'latest', sourceType: 'module' }));
  return found;
}

/** @param {string} text */
function typesIn(text) {
  /** @type {import('acorn').Comment[]} */
  const comments = [];
  parse(text, { ecmaVersion: 'latest', sourceType: 'module', onComment: comments });
  return comments.flatMap(({ start, value }) =>
    [...value.matchAll(TYPE)].map((match) => ({ at: start + match.index, specifier: match[1] ?? match[2] ?? '', isType: true })),
  );
}
