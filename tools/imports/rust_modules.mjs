// Reads what each module of a Rust file defines, brings in by `use`, and names by paths.

/**
 * @typedef {import('./rust_tokens.mjs').Token} Token
 * @typedef {{ name: string, path: string[], line: number, isPublic: boolean }} Binding a name that `use` brings in, or `*`
 *
 * @typedef {object} Module
 * @property {string} path '' for the crate's root, else as in `vault::edit`
 * @property {string} file
 * @property {Set<string>} children modules that it declares
 * @property {Set<string>} items
 * @property {Binding[]} bindings
 * @property {{ path: string[], line: number }[]} paths as `layout::Module`, wherever code has one
 * @property {Set<string>} used names that its code uses by themselves
 */

const ITEMS = new Set(['fn', 'struct', 'enum', 'union', 'trait', 'type', 'const', 'static', 'macro_rules']);
const WORD = /^[\p{L}_]/u;
const OPENING = new Set(['(', '[', '{']);
const CLOSING = new Set([')', ']', '}']);

/**
 * Reads a file into the modules that it is, by their paths.
 * @param {string} file
 * @param {Token[]} tokens
 * @param {Map<string, Module>} modules
 */
export function readModules(file, tokens, modules) {
  const path = file.replace(/^src\//, '').replace(/\.rs$/, '').replaceAll('/', '::');
  readModule(path === 'lib' ? '' : path, file, tokens, modules);
}

/**
 * @param {string} path
 * @param {string} file
 * @param {Token[]} tokens what stands in it
 * @param {Map<string, Module>} modules
 */
function readModule(path, file, tokens, modules) {
  /** @type {Module} */
  const module = { path, file, children: new Set(), items: new Set(), bindings: [], paths: [], used: new Set() };
  modules.set(path, module);
  const text = (/** @type {number} */ at) => tokens[at]?.text ?? '';
  let depth = 0;
  let isPublic = false;
  let at = 0;
  while (at < tokens.length) {
    const word = text(at);
    if (word === '#' && (text(at + 1) === '[' || (text(at + 1) === '!' && text(at + 2) === '['))) {
      const end = closing(tokens, at + (text(at + 1) === '[' ? 1 : 2)) + 1;
      at = isForTests(tokens.slice(at, end)) ? endOfItem(tokens, end) : end;
    } else if (word === 'pub') {
      isPublic = true;
      at = text(at + 1) === '(' ? closing(tokens, at + 1) + 1 : at + 1;
    } else if (word === 'use' && text(at - 1) !== '.') {
      const end = tokens.findIndex((token, place) => place > at && token.text === ';');
      readUse(tokens.slice(at + 1, end), [], { module, isPublic });
      at = end + 1;
      isPublic = false;
    } else if (word === 'mod' && WORD.test(text(at + 1)) && depth === 0) {
      const name = text(at + 1);
      module.children.add(name);
      const end = text(at + 2) === '{' ? closing(tokens, at + 2) : at + 2;
      if (text(at + 2) === '{') {
        readModule(path === '' ? name : `${path}::${name}`, file, tokens.slice(at + 3, end), modules);
      }
      at = end + 1;
      isPublic = false;
    } else {
      if (ITEMS.has(word) && depth === 0) {
        const name = text(at + 1) === '!' || text(at + 1) === 'mut' ? text(at + 2) : text(at + 1);
        module.items.add(name);
      }
      depth += OPENING.has(word) ? 1 : CLOSING.has(word) ? -1 : 0;
      isPublic &&= depth > 0;
      at = readName(tokens, at, module);
    }
  }
}

/**
 * Reads a path or a lone name in code, and returns where it ends.
 * @param {Token[]} tokens
 * @param {number} start
 * @param {Module} module
 */
function readName(tokens, start, module) {
  const text = (/** @type {number} */ at) => tokens[at]?.text ?? '';
  if (!WORD.test(text(start)) || ['.', '::'].includes(text(start - 1))) {
    return start + 1;
  }
  const path = [text(start)];
  let at = start + 1;
  for (; text(at) === '::' && WORD.test(text(at + 1)); at += 2) {
    path.push(text(at + 1));
  }
  if (path.length > 1) {
    module.paths.push({ path, line: tokens[start]?.line ?? 0 });
  }
  // A field or an argument has a colon behind it, and a definition its kind before it.
  if (text(at) !== ':' && !ITEMS.has(text(start - 1))) {
    module.used.add(text(start));
  }
  return at;
}

/**
 * @param {Token[]} tokens of one branch of a `use`
 * @param {string[]} before the path that leads to it
 * @param {{ module: Module, isPublic: boolean }} into
 */
function readUse(tokens, before, into) {
  const path = [...before];
  for (const [at, { text, line }] of tokens.entries()) {
    if (text === '{') {
      for (const branch of branches(tokens.slice(at + 1, closing(tokens, at)))) {
        readUse(branch, path, into);
      }
      return;
    }
    if (text === 'as') {
      const name = tokens[at + 1]?.text ?? '_';
      into.module.bindings.push({ name, path, line, isPublic: into.isPublic });
      return;
    }
    if (text !== '::' && !(text === 'self' && path.length > 0)) {
      path.push(text);
    }
  }
  const name = path.at(-1) ?? '';
  const line = tokens[0]?.line ?? 0;
  into.module.bindings.push({ name, path: name === '*' ? path.slice(0, -1) : path, line, isPublic: into.isPublic });
}

/** @param {Token[]} tokens what stands between the braces of a `use` */
function branches(tokens) {
  /** @type {Token[][]} */
  const found = [[]];
  let depth = 0;
  for (const token of tokens) {
    depth += token.text === '{' ? 1 : token.text === '}' ? -1 : 0;
    if (token.text === ',' && depth === 0) {
      found.push([]);
    } else {
      found.at(-1)?.push(token);
    }
  }
  return found.filter(({ length }) => length > 0);
}

/** @param {Token[]} attribute */
function isForTests(attribute) {
  const words = attribute.map(({ text }) => text).join('');
  return /\[cfg\(/.test(words) && /\btest\b/.test(words) && !/not\(test/.test(words);
}

/**
 * Where the item ends that begins here: behind its braces, its semicolon, or the comma of a field.
 * @param {Token[]} tokens
 * @param {number} start
 */
function endOfItem(tokens, start) {
  let kind = '';
  for (let at = start; at < tokens.length; at += 1) {
    const text = tokens[at]?.text ?? '';
    kind ||= ITEMS.has(text) || ['mod', 'use', 'impl'].includes(text) ? text : '';
    if (text === ';' || (text === ',' && kind === '')) {
      return at + 1;
    }
    if (CLOSING.has(text)) {
      return at;
    }
    if (OPENING.has(text)) {
      at = closing(tokens, at);
      if (text === '{' && kind !== 'use') {
        return at + 1;
      }
    }
  }
  return tokens.length;
}

/**
 * The place of what closes the bracket that stands here.
 * @param {Token[]} tokens
 * @param {number} start
 */
function closing(tokens, start) {
  let depth = 0;
  for (let at = start; at < tokens.length; at += 1) {
    const text = tokens[at]?.text ?? '';
    depth += OPENING.has(text) ? 1 : CLOSING.has(text) ? -1 : 0;
    if (depth === 0) {
      return at;
    }
  }
  return tokens.length;
}
