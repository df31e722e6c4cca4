// Finds the circles in a graph of files.

/** @typedef {{ files: string[], loops: string[][] }} Circle files that all reach each other; each stands in a loop */

/**
 * @param {Iterable<{ from: string, to: string }>} imports
 * @returns {Circle[]}
 */
export function circles(imports) {
  /** @type {Map<string, Set<string>>} */
  const targets = new Map();
  for (const { from, to } of imports) {
    targets.set(from, (targets.get(from) ?? new Set()).add(to));
  }
  const reached = new Map([...targets.keys()].map((file) => [file, reachedFrom(file, targets)]));
  const found = [];
  const placed = new Set();
  for (const [file, reach] of reached) {
    if (reach.has(file) && !placed.has(file)) {
      const files = [...reach].filter((other) => reached.get(other)?.has(file)).sort();
      files.forEach((one) => placed.add(one));
      found.push({ files, loops: loopsThrough(files, targets) });
    }
  }
  return found;
}

/**
 * @param {string} start
 * @param {Map<string, Set<string>>} targets
 */
function reachedFrom(start, targets) {
  /** @type {Set<string>} */
  const reached = new Set();
  const open = [start];
  for (let file = open.pop(); file !== undefined; file = open.pop()) {
    for (const target of targets.get(file) ?? []) {
      if (!reached.has(target)) {
        reached.add(target);
        open.push(target);
      }
    }
  }
  return reached;
}

/**
 * Shortest loops, as many as it takes to name each file once.
 * @param {string[]} files
 * @param {Map<string, Set<string>>} targets
 */
function loopsThrough(files, targets) {
  const loops = [];
  const named = new Set();
  for (const file of files) {
    if (!named.has(file)) {
      const loop = shortestLoop(file, targets);
      loop.forEach((one) => named.add(one));
      loops.push(loop);
    }
  }
  return loops;
}

/**
 * @param {string} start a file that reaches itself
 * @param {Map<string, Set<string>>} targets
 */
function shortestLoop(start, targets) {
  const paths = [[start]];
  const seen = new Set();
  for (const path of paths) {
    for (const target of targets.get(path.at(-1) ?? '') ?? []) {
      if (target === start) {
        return [...path, start];
      }
      if (!seen.has(target)) {
        seen.add(target);
        paths.push([...path, target]);
      }
    }
  }
  return [start];
}
