/** Where the build puts the unpacked extensions. */
import { fileURLToPath } from 'node:url';

export const DIST = fileURLToPath(new URL('../../../dist/', import.meta.url));
export const CHROMIUM_DIST = `${DIST}chromium`;
export const FIREFOX_DIST = `${DIST}firefox`;
