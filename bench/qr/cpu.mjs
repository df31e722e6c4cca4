// CPU time of the whole process: what a busy machine does not stretch. It holds V8's helper threads too, so whatever is
// measured is warmed up first, when its code is being compiled.

/** Milliseconds of CPU time that this process has used. */
export function cpuTime() {
  const { user, system } = process.cpuUsage();
  return (user + system) / 1000;
}

/** @param {number[]} values */
export const median = (values) => quantile(values, 0.5);

/**
 * @param {number[]} values at least one
 * @param {number} part
 */
export function quantile(values, part) {
  const sorted = values.toSorted((a, b) => a - b);
  const at = (sorted.length - 1) * part;
  const [below = NaN, above = NaN] = [sorted[Math.floor(at)], sorted[Math.ceil(at)]];
  return below + (above - below) * (at - Math.floor(at));
}
