// The core's own decision, by examples/decide.rs: the function that the vault asks before it gives a code away.
import { spawn } from 'node:child_process';
import { createInterface } from 'node:readline';

/**
 * @typedef {import('../../extension/lib/views.js').Frame} Frame
 * @typedef {{ frame: number | null, fields: number[], page: string | null, confidence: number,
 *             declined: string | null, reasons: string[] }} Decision
 */

/** @param {'small' | 'debug'} profile */
export function startCore(profile) {
  const program = new URL(`../../target/${profile}/examples/decide`, import.meta.url).pathname;
  const core = spawn(program, { stdio: ['pipe', 'pipe', 'inherit'] });
  const answers = createInterface({ input: core.stdout })[Symbol.asyncIterator]();
  return {
    /**
     * @param {Frame[]} frames
     * @returns {Promise<Decision>}
     */
    async decide(frames) {
      core.stdin.write(`${JSON.stringify(frames)}\n`);
      const { value, done } = await answers.next();
      if (done) {
        throw new Error('the core ended');
      }
      return JSON.parse(value);
    },
    close: () => core.stdin.end(),
  };
}
