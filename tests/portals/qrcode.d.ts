// The two calls of npm's qrcode that the portals make; the package ships no types.
declare module 'qrcode' {
  interface Options {
    errorCorrectionLevel?: 'L' | 'M' | 'Q' | 'H';
    margin?: number;
    scale?: number;
  }
  function toDataURL(text: string, options?: Options): Promise<string>;
  function toString(text: string, options: Options & { type: 'svg' }): Promise<string>;
  const qrcode: { toDataURL: typeof toDataURL; toString: typeof toString };
  export default qrcode;
}
