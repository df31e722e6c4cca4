// The independent reader, as a person would run it.
import { spawn } from 'node:child_process';
import { fileURLToPath } from 'node:url';

const root = new URL('../../', import.meta.url);
/** Made by `need_python` in build.sh. */
const PYTHON = fileURLToPath(new URL('target/python/bin/python', root));

/**
 * @param {string} script beside this file
 * @param {string[]} [options]
 * @param {string} [input]
 * @returns {Promise<{ code: number | null, output: string, errors: string }>}
 */
export function runPython(script, options = [], input = '') {
  const file = fileURLToPath(new URL(script, import.meta.url));
  const child = spawn(PYTHON, ['-B', file, ...options], { env: { ...process.env, PYTHONUTF8: '1' } });
  let [output, errors] = ['', ''];
  child.stdout.setEncoding('utf8').on('data', (text) => (output += text));
  child.stderr.setEncoding('utf8').on('data', (text) => (errors += text));
  child.stdin.end(input);
  return new Promise((resolve, reject) => {
    child.on('error', () => reject(new Error(`${PYTHON} is missing: ./build.sh test installs it`)));
    child.on('close', (code) => resolve({ code, output, errors }));
  });
}
