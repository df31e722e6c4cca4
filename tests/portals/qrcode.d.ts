// The calls of npm's qrcode that the tests make; the package ships no types.
declare module 'qrcode' {
  interface Options {
    errorCorrectionLevel?: 'L' | 'M' | 'Q' | 'H';
    margin?: number;
    scale?: number;
    color?: { dark?: string; light?: string };
  }
  function toBuffer(text: string, options: Options & { type: 'png' }): Promise<Buffer>;
  function toDataURL(text: string, options?: Options): Promise<string>;
  function toString(text: string, options: Options & { type: 'svg' }): Promise<string>;
  function create(text: string, options?: Options): { modules: { data: Uint8Array; size: number; get(row: number, column: number): number } };
  function toFile(path: string, text: string, options?: Options): Promise<void>;
  const qrcode: {
    create: typeof create; toBuffer: typeof toBuffer; toDataURL: typeof toDataURL; toFile: typeof toFile; toString: typeof toString;
  };
  export default qrcode;
}
