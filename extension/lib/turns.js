// One after the other.

/** @returns {<T>(step: () => Promise<T>) => Promise<T>} runs a step when those before it have ended, however they did */
export function turns() {
  /** @type {Promise<unknown>} */
  let queue = Promise.resolve();
  return (step) => {
    const run = queue.then(step);
    queue = run.catch(() => {});
    return run;
  };
}
