/** Other threads of this process, and the messages between them and us: what runtimes have in common. @module */

/** How a thread is heard. */
export interface ThreadEvents {
  /** Told what the thread posts. */
  onMessage(message: unknown): void;
  /** Told once when an error has ended it that nobody caught: what it had open is closed. */
  onDeath(reason: string): void;
}

let live = 0;

/** Threads that we have started and that are not over. */
export function liveThreads(): number {
  return live;
}

/** Another thread of this process. It shares memory with us where a SharedArrayBuffer is posted, and nothing else. */
export class Thread {
  readonly #worker: Worker;
  #over = false;

  /**
   * Starts one.
   *
   * @param module the address of the module that it runs
   */
  constructor(module: string, events: ThreadEvents) {
    this.#worker = new Worker(module, { type: "module" });
    live++;
    this.#worker.addEventListener("message", ({ data }: MessageEvent) => {
      if (!this.#over) events.onMessage(data);
    });
    this.#worker.addEventListener("error", (event: ErrorEvent) => {
      // Or it would be an error of ours too, and end us.
      event.preventDefault();
      if (this.#over) return;
      this.end();
      events.onDeath(reasonOf(event.message));
    });
  }

  /** Sends a copy of a message. */
  post(message: unknown): void {
    if (!this.#over) this.#worker.postMessage(message);
  }

  /** Ends it at once: what it has open is closed. A second call does nothing. */
  end(): void {
    if (this.#over) return;
    this.#over = true;
    live--;
    this.#worker.terminate();
  }
}

/** What an error says, without the lines of the source that Bun puts before it. */
function reasonOf(message: string): string {
  const start = message.search(/^\w*error: /im);
  return (start === -1 ? message : message.slice(start)).trimEnd();
}

/** What a thread sees of itself. */
interface ThreadScope {
  postMessage(message: unknown): void;
  addEventListener(type: "message", listener: (event: MessageEvent) => void): void;
}

/** In a thread: the messages between it and the one that started it. */
export interface ThreadPort {
  /** Sends a copy of a message. */
  post(message: unknown): void;
  /** Calls the handler with each that comes. */
  onMessage(handler: (message: unknown) => void): void;
}

/** The port of this thread, which another one started. */
export function threadPort(): ThreadPort {
  // The types of a runtime's main thread do not know what a thread's own global scope has.
  const scope = globalThis as unknown as ThreadScope;
  return {
    post: (message) => scope.postMessage(message),
    onMessage: (handler) => scope.addEventListener("message", ({ data }) => handler(data)),
  };
}

/** Processors that this process may use. */
export function processors(): number {
  return navigator.hardwareConcurrency;
}
