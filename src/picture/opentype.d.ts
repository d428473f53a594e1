/** What is used of opentype.js, which brings no types. */
declare module 'opentype.js' {
  export type Glyph = {
    readonly index: number;
    readonly advanceWidth: number;
    getPath(x: number, y: number, size: number): { toPathData(decimals: number): string };
  };
  export type Font = { readonly unitsPerEm: number; charToGlyph(sign: string): Glyph };
  const opentype: { parse(font: ArrayBuffer, options?: { readonly lowMemory?: boolean }): Font };
  export default opentype;
}
