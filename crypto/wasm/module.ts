/** From functions to a module that runs (WebAssembly Core Specification 2.0, section 5.5). @module */

import { type Body, type Code, type Type, TYPES, unsigned } from "./code.ts";

/** Bytes of a page of memory. */
export const PAGE_SIZE = 65_536;

/** Sections, by their numbers. */
const SECTION = { types: 1, functions: 3, memory: 5, exports: 7, code: 10 } as const;

/** "\0asm", version 1. */
const HEADER = [0, 0x61, 0x73, 0x6d, 1, 0, 0, 0];

/** A function, and the name that it is called by from outside. */
export interface Named {
  readonly name: string;
  readonly body: Body;
}

/** The bytes of a module with these functions, and a memory called `memory` of so many pages to begin with. */
export function moduleBytes(functions: readonly Named[], pages: number): Uint8Array<ArrayBuffer> {
  return new Uint8Array(flat([
    HEADER,
    section(SECTION.types, functions.map(({ body }) => typeOf(body))),
    section(SECTION.functions, functions.map((_, index) => unsigned(index))),
    section(SECTION.memory, [[0, unsigned(pages)]]),
    section(SECTION.exports, [
      [nameOf("memory"), 2, 0],
      ...functions.map(({ name }, index) => [nameOf(name), 0, unsigned(index)]),
    ]),
    section(SECTION.code, functions.map(({ body }) => sized(codeOf(body)))),
  ]));
}

function section(number: number, entries: readonly Code[]): Code {
  return [number, sized([unsigned(entries.length), entries])];
}

/** The number of bytes, then the bytes. */
function sized(code: Code): Code {
  const bytes = flat(code);
  return [unsigned(bytes.length), bytes];
}

function nameOf(text: string): Code {
  return sized(Array.from(new TextEncoder().encode(text)));
}

function typeOf({ params, result }: Body): Code {
  const types = (list: readonly Type[]) => sized(list.map((type) => TYPES[type]));
  return [0x60, types(params), types(result === null ? [] : [result])];
}

/** Variables, then instructions, then the end. */
function codeOf({ variables, start, code }: Body): Code {
  return [unsigned(variables.length), variables.map((type) => [1, TYPES[type]]), start, code, 0x0b];
}

/** The bytes of a tree. */
function flat(code: Code): number[] {
  const out: number[] = [];
  put(code, out);
  return out;
}

/** Without iterators: trees have tens of thousands of parts, and are laid out once, before anything is compiled. */
function put(code: Code, out: number[]): void {
  if (typeof code === "number") {
    out.push(code);
    return;
  }
  for (let i = 0; i < code.length; i++) put(code[i]!, out);
}
