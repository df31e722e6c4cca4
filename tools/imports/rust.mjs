// Reads the imports of the crate: each name is followed through re-exports to the file that defines it. What is compiled
// for tests alone is left out, since it is in no program that ships.
import { tokensOf } from './rust_tokens.mjs';
import { readModules } from './rust_modules.mjs';

/**
 * @typedef {import('./floors.mjs').Import} Import
 * @typedef {import('./rust_modules.mjs').Module} Module
 * @typedef {import('./rust_modules.mjs').Binding} Binding
 */

/**
 * @param {Map<string, string>} files their texts by their paths, which begin with src/
 * @returns {Import[]}
 */
export function importsOfRust(files) {
  /** @type {Map<string, Module>} */
  const modules = new Map();
  for (const [file, text] of files) {
    readModules(file, tokensOf(text), modules);
  }
  /** @type {Import[]} */
  const imports = [];
  for (const module of modules.values()) {
    const add = (/** @type {string[]} */ path, /** @type {number} */ line, isGlob = false) => {
      const found = resolve(module, path, modules);
      // The import of a module says nothing yet: what is named through it does.
      if (found !== null && (isGlob || !('children' in found)) && found.file !== module.file) {
        imports.push({ from: module.file, line, to: found.file });
      }
    };
    for (const { name, path, line, isPublic } of module.bindings) {
      // What is only handed on is no part of the file's own work: a facade would close a circle with every file behind it.
      if (!isPublic || module.used.has(name)) {
        add(path, line, name === '*');
      }
    }
    module.paths.forEach(({ path, line }) => add(path, line));
  }
  return imports;
}

/**
 * What a path names: a module, an item by the file that defines it, or null for what is not of this crate.
 * @param {Module} start where the path stands
 * @param {string[]} path
 * @param {Map<string, Module>} modules
 * @param {Set<Binding>} [visited] those that led here
 * @returns {Module | { file: string } | null}
 */
function resolve(start, path, modules, visited = new Set()) {
  /** @type {Module | undefined} */
  let module = start;
  for (const [at, name] of path.entries()) {
    if (name === 'crate') {
      module = modules.get('');
    } else if (name === 'super') {
      module = modules.get(parentOf(module.path));
    } else if (name !== 'self') {
      const found = member(module, name, { modules, visited, isLast: at === path.length - 1 });
      if (found === null) {
        // A name that no file spells out, as what a macro makes, belongs to the module that it is asked of.
        return at === 0 ? null : { file: module.file };
      }
      if (!('children' in found)) {
        return found;
      }
      module = found;
    }
    if (module === undefined) {
      return null;
    }
  }
  return module;
}

/**
 * @param {Module} module
 * @param {string} name
 * @param {{ modules: Map<string, Module>, visited: Set<Binding>, isLast: boolean }} way
 * @returns {Module | { file: string } | null}
 */
function member(module, name, { modules, visited, isLast }) {
  const child = module.children.has(name) ? (modules.get(module.path === '' ? name : `${module.path}::${name}`) ?? null) : null;
  // A function may have the name of the module that it stands in: only the end of a path can mean it.
  if (child !== null && !isLast) {
    return child;
  }
  if (module.items.has(name)) {
    return { file: module.file };
  }
  for (const binding of module.bindings) {
    if ((binding.name === name || binding.name === '*') && !visited.has(binding)) {
      const path = binding.name === '*' ? [...binding.path, name] : binding.path;
      const found = resolve(module, path, modules, new Set([...visited, binding]));
      if (found !== null) {
        return found;
      }
    }
  }
  return child;
}

/** @param {string} path */
const parentOf = (path) => path.split('::').slice(0, -1).join('::');
