/** Files that are read again when they change. @module */

import { fileStamp, HostError, readTextFile } from "#net";

/** Milliseconds for which a file is believed to be as it was. */
const BELIEVED = 1000;

/** How files are read. */
export interface Files {
  /** The text of a file; throws {@linkcode HostError}. */
  readTextFile(path: string): Promise<string>;
  /** Something that differs when the file does; throws {@linkcode HostError}. */
  fileStamp(path: string): Promise<string>;
}

/** The files of this machine. */
export const realFiles: Files = { readTextFile, fileStamp };

/** One file, as the value that its text stands for. */
export class WatchedFile<T> {
  readonly #path: string;
  readonly #parse: (text: string | null) => T;
  readonly #files: Files;
  readonly #onChange: () => void;
  #value: { readonly of: T } | null = null;
  #stamp: string | null = null;
  #checked = -Infinity;
  #checking: Promise<T> | null = null;

  /** `parse` is given null for a file that cannot be read. */
  constructor(path: string, parse: (text: string | null) => T, files = realFiles, onChange = () => {}) {
    this.#path = path;
    this.#parse = parse;
    this.#files = files;
    this.#onChange = onChange;
  }

  /** Whether what it says is known, and was looked at within the last second; `now` is in milliseconds. */
  isFresh(now: number): boolean {
    return this.#value !== null && now - this.#checked < BELIEVED;
  }

  /** What the file says: at once when it was looked at within the last second. */
  current(): T | Promise<T> {
    if (this.#value !== null && this.isFresh(performance.now())) return this.#value.of;
    return this.#checking ??= this.#check().finally(() => this.#checking = null);
  }

  async #check(): Promise<T> {
    this.#checked = performance.now();
    const stamp = await orNull(this.#files.fileStamp(this.#path));
    if (this.#value !== null && stamp === this.#stamp) return this.#value.of;
    const text = stamp === null ? null : await orNull(this.#files.readTextFile(this.#path));
    const changed = this.#value !== null;
    this.#value = { of: this.#parse(text) };
    this.#stamp = stamp;
    if (changed) this.#onChange();
    return this.#value.of;
  }
}

/** Null where the host refuses. */
async function orNull(reading: Promise<string>): Promise<string | null> {
  try {
    return await reading;
  } catch (cause) {
    if (cause instanceof HostError) return null;
    throw cause;
  }
}
