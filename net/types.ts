/** Sockets and the host, the same on every runtime: the contract that `deno.ts` and `bun.ts` keep. @module */

import type { Signalled } from "./signal_process.ts";
import type { SystemUser } from "./users.ts";

/** One end of a connection. */
export interface Endpoint {
  /** An IP address without brackets (an IPv4 address inside IPv6 is written as IPv4), or a name where one is dialled. */
  readonly host: string;
  /** 0 to 65535. */
  readonly port: number;
}

/**
 * A stream of bytes in both directions. Reads are pulled, and a chunk is borrowed: it is valid until the next pull.
 * Every failure is a {@linkcode SocketError}.
 */
export interface Stream extends AsyncIterable<Uint8Array> {
  /** Our end. */
  readonly local: Endpoint;
  /** The peer's end. */
  readonly remote: Endpoint;
  /** The next bytes, or null at the peer's FIN. One pull at a time. A reset is thrown, never shown as an end. */
  next(): Promise<Uint8Array | null>;
  /** Reads nothing ahead of the next pull: for who waits for something else first. Not while a pull is pending. */
  pause(): void;
  /** Gives back what was borrowed, and pauses: for who keeps a stream but stops listening. */
  release(): void;
  /**
   * Sends all of the bytes, which may be used again once it is done: at once when it returns nothing, else when the
   * promise is fulfilled. One write at a time. It never throws: what fails is told by the promise.
   */
  write(bytes: Uint8Array): Promise<void> | void;
  /** Sends our FIN; reading goes on. A second call does nothing. */
  closeWrite(): Promise<void>;
  /**
   * Lets go of the socket and of what was borrowed: what was written still arrives. Ends a pending pull. A second call
   * does nothing.
   */
  close(): void;
  /** Resets the connection, so that the peer sees an error; where the runtime cannot, the same as `close`. */
  abort(): void;
}

/** A port that accepts. */
export interface Listener {
  /** Where it listens; the port is the real one when 0 was asked for. */
  readonly local: Endpoint;
  /** Stops accepting; accepted streams live on. */
  close(): void;
}

/** Datagrams that came together; all of it is borrowed until the next pull, or until the socket is closed. */
export interface PacketBatch {
  /** How many there are, at least one. */
  readonly count: number;
  /** The bytes of one. */
  data(index: number): Uint8Array;
  /** Where it came from. */
  from(index: number): Endpoint;
}

/** A UDP socket. What the network does to single datagrams, ICMP's answers too, is no failure of the socket. */
export interface PacketSocket {
  /** Where it is bound. */
  readonly local: Endpoint;
  /** The next datagrams, or null once it is closed. One pull at a time. */
  next(): Promise<PacketBatch | null>;
  /**
   * Sends one datagram to an IP address; the bytes may be used again once it is done, as with {@linkcode Stream}. One
   * that cannot be sent is lost, as it would be on the way.
   */
  send(bytes: Uint8Array, to: Endpoint): Promise<void> | void;
  /** Says that a batch ends: what `send` held back goes now. */
  flush(): void;
  /** Lets go of the socket; a pending pull gives null. A second call does nothing. */
  close(): void;
}

/** How to listen. */
export interface ListenOptions extends Endpoint {
  /** Seconds between keepalive probes of accepted connections. */
  keepalive: number;
  /** Whether other listeners of the same user may listen there too, all that do so sharing what comes. */
  shared?: boolean;
  /** Told once when accepting pauses for want of descriptors (true), and once when it goes on (false). */
  onExhausted?: (exhausted: boolean) => void;
}

/** How to dial. */
export interface ConnectOptions extends Endpoint {
  /** Seconds for the connection to stand. */
  timeout: number;
  /** Seconds between keepalive probes. */
  keepalive: number;
}

/** How to dial by TLS. */
export interface ConnectTlsOptions extends ConnectOptions {
  /** The name or address that the peer's certificate must bear. */
  name: string;
  /** Certificates (PEM) to trust: on Deno beside those that the runtime trusts, on Bun in their place. */
  authorities?: readonly string[];
}

/** The signals that mean something here. SIGUSR1 is not among them: it opens the debugger of Deno and of Bun. */
export type SignalName = "SIGINT" | "SIGTERM" | "SIGHUP" | "SIGQUIT" | "SIGUSR2";

/** What the host offers beside sockets. */
export interface Host {
  /** The words of the command line behind the program's name. */
  args(): string[];
  /** The name that the program was called by, without folders: that of the runtime where it runs our files. */
  programName(): string;
  /** A variable of the environment; undefined when unset or not permitted. */
  env(name: string): string | undefined;
  /** The text of a file; throws {@linkcode HostError}. */
  readTextFile(path: string): Promise<string>;
  /** The permissions of a file, as chmod has them, or null where the system has none; throws {@linkcode HostError}. */
  fileMode(path: string): Promise<number | null>;
  /** Makes a file of mode 0600, and its folders of mode 0700; throws {@linkcode HostError} `exists` when it is there. */
  writePrivateFile(path: string, text: string): Promise<void>;
  /** Ends the process. */
  exit(code: number): never;
  /** What keeps memory small; loaded when it is asked for. */
  memory(): Promise<Memory>;
  /** Calls the handler at each such signal until the returned function is called. */
  onSignal(name: SignalName, handler: () => void): () => void;
  /** Whether a person sits at that end. */
  isTerminal(stream: "stdin" | "stdout"): boolean;
  /** Asks at the terminal without showing what is typed; null without a terminal. */
  readSecret(prompt: string): Promise<string | null>;
  /** Writes to standard output. */
  print(text: string): void;
  /** Writes to standard error. */
  printError(text: string): void;
  /** What a program needs that lives on its own; loaded when it is asked for. */
  processes(): Promise<Processes>;
  /** The address of the interface that the default route leaves by; null when there is none or it is not permitted. */
  defaultRouteAddress(): string | null;
}

/** The process's memory, and what keeps it small after a start or a load: some milliseconds each. */
export interface Memory {
  /** Bytes that the process holds. */
  held(): number;
  /** Makes ready what the next connections need, and has garbage collected, now or soon. */
  collect(): void;
  /** Gives the system back what is free or can be had again. */
  giveBack(): void;
  /** Collects all there is, gives it back, and may forget what would make the next connections cheap: for a long rest. */
  settle(): void;
}

/** A file that lines are added to. */
export interface AppendedFile {
  /** Adds a text; one that cannot be written is lost. */
  write(text: string): void;
  /** Opens it again under its path, since somebody may have moved it away; throws {@linkcode HostError}, and stays. */
  reopen(): void;
  /** Lets go of it. */
  close(): void;
}

/** A pid file that is ours: locked until it is released. */
export interface HeldPidFile {
  /** Writes our process id into it, in the place of what was there. */
  write(pid: number): void;
  /** Empties it, in case that it cannot be removed, and lets go of it. */
  release(): void;
}

/** The same program, started again with the same words, in a session of its own. */
export interface Background {
  /** Its process id. */
  readonly pid: number;
  /** Hands on what it prints to standard output, until it ends or `stop` is called. */
  output(sink: (text: string) => void): Promise<void>;
  /** Its exit code; awaited only when it ends. */
  ended(): Promise<number>;
  /** Lets it live on without us. */
  leave(): void;
  /** Kills it. */
  kill(): void;
}

/** What a program needs that lives on its own. */
export interface Processes {
  /** Our process id. */
  pid(): number;
  /** Becomes another user, for good; throws {@linkcode HostError} where it is impossible. */
  becomeUser(user: SystemUser): void;
  /** Lets the process open so many descriptors; throws {@linkcode HostError} where the system refuses. */
  limitOpenFiles(count: number): void;
  /** Takes a pid file; null when another process holds it; throws {@linkcode HostError}. */
  holdPidFile(path: string): HeldPidFile | null;
  /** Whether another process holds a pid file; null where nothing here can tell. */
  isPidFileHeld(path: string): boolean | null;
  /** Removes a file; false where that cannot be. */
  remove(path: string): boolean;
  /** Asks a process to end, by SIGTERM; null where nothing here can. */
  terminate(pid: number): Signalled | null;
  /** Whether a process of this id lives; null where nothing here can tell. */
  isAlive(pid: number): boolean | null;
  /** Sends a line to the system's log, without waiting; false where there is none, or it does not keep up. */
  sendToSystemLog(line: string): boolean;
  /** Opens a file to add lines to it, and makes it where there is none; throws {@linkcode HostError}. */
  append(path: string): AppendedFile;
  /** Starts the same program with the same words and more variables; throws {@linkcode HostError}. */
  startAgain(variables: Readonly<Record<string, string>>): Background;
  /** Sends a state to systemd's socket at a path; false where that cannot be done. */
  notify(path: string, state: string): Promise<boolean>;
  /** Microseconds on the clock that systemd compares by; null where nothing here can tell. */
  monotonicTime(): bigint | null;
  /** Lets go of the terminal: what is printed from now on goes to the file, or nowhere. */
  leaveTerminal(file?: string): void;
}
