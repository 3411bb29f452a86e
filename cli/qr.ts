/** QR codes in a terminal. @module */

/** The QR code, two rows a line. Scanners want dark on light, which is set line by line where colours are obeyed. */
export async function qrCode(text: string, colours: boolean): Promise<string> {
  // Loaded when somebody looks: its tables cost megabytes.
  const { encodeQR } = await import("qr");
  const code = encodeQR(text, "ascii").trimEnd();
  if (!colours) return code;
  return code.split("\n").map((line) => `\x1b[97;40m${line}\x1b[0m`).join("\n");
}
