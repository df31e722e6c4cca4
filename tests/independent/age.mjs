/**
 * Debian's `age`, which opens what we seal.
 */
import { execFile } from 'node:child_process';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { PATIENCE } from '../browser/lib/wait.mjs';

const run = promisify(execFile);

/**
 * What Debian's age says is in a file. It asks for the passphrase at a terminal, which `script` is.
 * @param {Buffer} file
 * @param {string} passphrase
 */
export async function ageOpens(file, passphrase) {
  const folder = await mkdtemp(join(tmpdir(), 'halfminute-age-'));
  try {
    await writeFile(join(folder, 'in.age'), file);
    const child = run('script', ['-qec', `age --decrypt --output ${join(folder, 'out')} ${join(folder, 'in.age')}`, '/dev/null'], { timeout: PATIENCE });
    child.child.stdin?.end(`${passphrase}\n`);
    await child;
    return await readFile(join(folder, 'out'), 'utf8');
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}
