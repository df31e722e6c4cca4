// What is installed only for `./build.sh bench qr`: its types are not needed, and it need not be there to be checked.
declare module '@undecaf/zbar-wasm';
declare module 'jsqr';
declare module 'qr/decode.js';
declare module 'sharp';
