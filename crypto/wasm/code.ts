/**
 * WebAssembly's instructions as values: what the text format writes as `(i32.add (local.get $a) (i32.const 1))` is
 * `i32.add(a.get, i32.const(1))` here. An expression is a tree of bytes, which `module.ts` lays out flat.
 *
 * @module
 */

/** Instructions: one byte, or others in a row. */
export type Code = number | readonly Code[];

/** An instruction that takes one value from the stack. */
export type Unary = (a: Code) => Code;

/** An instruction that takes two. */
export type Binary = (a: Code, b: Code) => Code;

/** The types of values, by their bytes. */
export const TYPES = { i32: 0x7f, i64: 0x7e, v128: 0x7b } as const;

/** The type of a value. */
export type Type = keyof typeof TYPES;

/** A number without a sign, seven bits a byte (LEB128). */
export function unsigned(value: number): number[] {
  const bytes: number[] = [];
  for (; value > 0x7f; value >>>= 7) bytes.push(value & 0x7f | 0x80);
  return [...bytes, value];
}

/** A number with a sign, seven bits a byte. */
export function signed(value: bigint): number[] {
  const bytes: number[] = [];
  for (; value < -64n || value > 63n; value >>= 7n) bytes.push(Number(value & 0x7fn) | 0x80);
  return [...bytes, Number(value & 0x7fn)];
}

/** A parameter or a variable of a function. */
export class Local {
  /** Its value. */
  readonly get: Code;
  readonly #index: number[];

  constructor(index: number) {
    this.#index = unsigned(index);
    this.get = [0x20, this.#index];
  }

  /** Gives it a value. */
  set(value: Code): Code {
    return [value, 0x21, this.#index];
  }

  /** Gives it a value, which is the result too. */
  tee(value: Code): Code {
    return [value, 0x22, this.#index];
  }
}

/** A function of a module, written from its first instruction to its last. */
export class Body {
  readonly params: readonly Type[];
  readonly result: Type | null;
  /** The types of its variables, after its parameters. */
  readonly variables: Type[] = [];
  /** What was added. */
  readonly code: Code[] = [];
  /** What goes before it. */
  readonly start: Code[] = [];

  constructor(params: readonly Type[] = [], result: Type | null = null) {
    this.params = params;
    this.result = result;
  }

  /** The parameter of that number. */
  param(index: number): Local {
    return new Local(index);
  }

  /** A new variable; it begins as zero. */
  local(type: Type): Local {
    this.variables.push(type);
    return new Local(this.params.length + this.variables.length - 1);
  }

  /** New variables of one type. */
  locals(type: Type, count: number): Local[] {
    return Array.from({ length: count }, () => this.local(type));
  }

  /**
   * A variable that has the value from the beginning on. Of a vector's constant, engines make four instructions
   * wherever it stands: in a loop it would be made again every time.
   */
  constant(type: Type, value: Code): Code {
    const local = this.local(type);
    this.start.push(local.set(value));
    return local.get;
  }

  /** Adds instructions. */
  add(...code: readonly Code[]): void {
    this.code.push(...code);
  }
}

/** Goes through the instructions, and again for as long as the condition is not zero at their end. */
export function repeatWhile(condition: Code, body: Code): Code {
  return [0x03, 0x40, body, condition, 0x0d, 0, 0x0b];
}

/** Goes through the instructions when the condition is not zero. */
export function when(condition: Code, body: Code): Code {
  return [condition, 0x04, 0x40, body, 0x0b];
}

/** Calls a function of the module. */
export function call(index: number, ...args: readonly Code[]): Code {
  return [args, 0x10, unsigned(index)];
}

/** What is loaded from an address and a distance from it that is known beforehand, in bytes. */
export type Load = (address: Code, offset?: number) => Code;

/** What is stored at an address and a distance from it. */
export type Store = (address: Code, value: Code, offset?: number) => Code;

/** A load by its bytes. Nothing is said of alignment: there need not be any. */
export function loading(...opcode: readonly number[]): Load {
  return (address, offset = 0) => [address, opcode, 0, unsigned(offset)];
}

/** A store by its bytes. */
export function storing(...opcode: readonly number[]): Store {
  return (address, value, offset = 0) => [address, value, opcode, 0, unsigned(offset)];
}

/** An instruction that takes one value. */
export function unary(...opcode: readonly number[]): Unary {
  return (a) => [a, opcode];
}

/** An instruction that takes two. */
export function binary(...opcode: readonly number[]): Binary {
  return (a, b) => [a, b, opcode];
}

/** Many values made one, from the left to the right. */
export function fold(operation: Binary, values: readonly Code[]): Code {
  return values.reduce((sum, value) => operation(sum, value));
}
