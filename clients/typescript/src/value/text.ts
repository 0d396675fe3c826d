/** The order of the UTF-8 bytes of two texts, which is that of their code points: negative, 0 or positive. */
export function compareUtf8(a: string, b: string): number {
  const length = Math.min(a.length, b.length);
  for (let at = 0; at < length; at++) {
    const x = a.charCodeAt(at);
    const y = b.charCodeAt(at);
    if (x !== y) {
      // surrogates stand for code points above every other UTF-16 unit
      const ofX = isSurrogate(x);
      return ofX === isSurrogate(y) ? x - y : ofX ? 1 : -1;
    }
  }
  return a.length - b.length;
}

/** How many bytes a text has in UTF-8. */
export function utf8Length(text: string): number {
  let bytes = 0;
  for (let at = 0; at < text.length; at++) {
    const unit = text.charCodeAt(at);
    bytes += unit < 0x80 ? 1 : unit < 0x800 || isSurrogate(unit) ? 2 : 3;
  }
  return bytes;
}

/** Whether every surrogate of a text has its other half. */
export function isWellFormed(text: string): boolean {
  return !/[\uD800-\uDFFF]/u.test(text);
}

function isSurrogate(unit: number): boolean {
  return (unit & 0xf800) === 0xd800;
}
