/** Several addresses of one target, dialled one behind the other and side by side (RFC 8305). @module */

import { SocketError } from "../../net/errors.ts";
import { after, type Wait } from "../../net/timers.ts";
import type { Stream } from "../../net/types.ts";
import { type FamilyMemory, familyOf } from "./family_memory.ts";

/** Seconds between one attempt and the next (RFC 8305 §5). */
const STAGGER = 0.25;

/** How addresses are raced. */
export interface RaceOptions {
  /** Dials one address, within so many seconds. */
  dial(address: string, seconds: number): Promise<Stream>;
  /** Seconds for all attempts together. */
  readonly timeout: number;
  /** Which family has proved dead. */
  readonly memory?: FamilyMemory;
  /** Calls back after so many seconds; the program's own timers unless given. */
  readonly wait?: (seconds: number, callback: () => void) => Pick<Wait, "cancel">;
  /** Seconds on any clock that goes on; that of the process unless given. */
  readonly clock?: () => number;
}

/** The first stream that stands; the others are closed when they do. Throws what says most of why none does. */
export function dialFirst(addresses: readonly string[], options: RaceOptions): Promise<Stream> {
  const [only] = addresses;
  if (only !== undefined && addresses.length === 1) return options.dial(only, options.timeout);
  const ordered = interleaved(addresses, options.memory);
  return new Promise((resolve, reject) => new DialRace(ordered, options, resolve, reject).start());
}

/** The families in turn, the first address's first; behind the others those of a family that is dead. */
export function interleaved(addresses: readonly string[], memory?: FamilyMemory): string[] {
  const first = addresses.filter((address) => familyOf(address) === familyOf(addresses[0]!));
  const second = addresses.filter((address) => familyOf(address) !== familyOf(addresses[0]!));
  if (second.length === 0) return first;
  const [firstIsDead, secondIsDead] = [memory?.isDead(familyOf(first[0]!)), memory?.isDead(familyOf(second[0]!))];
  if (firstIsDead && !secondIsDead) return [...second, ...first];
  if (secondIsDead && !firstIsDead) return [...first, ...second];
  const turns = Array.from({ length: Math.max(first.length, second.length) }, (_, i) => [first[i], second[i]]);
  return turns.flat().filter((address) => address !== undefined);
}

class DialRace {
  readonly #addresses: readonly string[];
  readonly #options: RaceOptions;
  readonly #resolve: (stream: Stream) => void;
  readonly #reject: (cause: unknown) => void;
  readonly #clock: () => number;
  readonly #deadline: number;
  readonly #errors: unknown[] = [];
  /** Attempts that neither stand nor have failed. */
  readonly #pending = new Set<string>();
  #next = 0;
  #timer: Pick<Wait, "cancel"> | null = null;
  #over = false;

  constructor(
    addresses: readonly string[],
    options: RaceOptions,
    resolve: (stream: Stream) => void,
    reject: (cause: unknown) => void,
  ) {
    this.#addresses = addresses;
    this.#options = options;
    this.#resolve = resolve;
    this.#reject = reject;
    this.#clock = options.clock ?? (() => performance.now() / 1000);
    this.#deadline = this.#clock() + options.timeout;
  }

  /** Begins the next attempt, and sees to the one after it. */
  start(): void {
    this.#timer?.cancel();
    const left = this.#deadline - this.#clock();
    if (left <= 0) this.#next = this.#addresses.length;
    const address = this.#addresses[this.#next++];
    if (address === undefined) return this.#endIfNoneIsLeft();
    this.#pending.add(address);
    this.#options.dial(address, left).then((stream) => this.#stood(address, stream), (cause) => {
      this.#failed(address, cause);
    });
    if (this.#next < this.#addresses.length) this.#timer = (this.#options.wait ?? after)(STAGGER, () => this.start());
  }

  #stood(address: string, stream: Stream): void {
    this.#pending.delete(address);
    if (this.#over) return stream.close();
    this.#over = true;
    this.#timer?.cancel();
    this.#remember(address);
    this.#resolve(stream);
  }

  #failed(address: string, cause: unknown): void {
    this.#pending.delete(address);
    this.#errors.push(cause);
    if (this.#over) return;
    this.start();
  }

  #endIfNoneIsLeft(): void {
    if (this.#pending.size === 0 && !this.#over) this.#end(mostTelling(this.#errors));
  }

  #end(cause: unknown): void {
    this.#over = true;
    this.#timer?.cancel();
    this.#reject(cause);
  }

  /** A family that had the lead and has not answered may be dead; one that refused is alive. */
  #remember(winner: string): void {
    const { memory } = this.#options;
    if (memory === undefined) return;
    const family = familyOf(winner);
    memory.stood(family);
    const led = this.#addresses.slice(0, this.#addresses.indexOf(winner)).filter((one) => familyOf(one) !== family);
    const answered = this.#errors.some((error) => error instanceof SocketError && error.fault === "refused");
    if (led.length > 0 && !answered) memory.lost(familyOf(led[0]!));
  }
}

/** Of several errors the first that is not only this machine's want of a family. */
function mostTelling(errors: readonly unknown[]): unknown {
  const bare = ["network-unreachable", "address-unavailable"];
  return errors.find((error) => !(error instanceof SocketError && bare.includes(error.fault))) ?? errors[0];
}
