/**
 * Echoes a second through a UDP relay, and its CPU for each, beside shadowsocks-libev's: `udp_figures.ts [SECONDS]`.
 *
 * A client without a program around it keeps datagrams in flight through a server to an echo on this machine. The servers
 * are loaded in turn, after a warm-up, and medians of the rounds are printed. Linux only.
 *
 * @module
 */

import { findMethod } from "../crypto/methods.ts";
import { preparePacketClient } from "../crypto/packet_method.ts";
import { bindPackets } from "#net";
import { exists } from "./files.ts";
import { BUN, capture, DENO, ROOT, script } from "./run.ts";
import { Load } from "./udp_loader.ts";

const ROUNDS = 5;
const SECONDS = 3;
const WARM_UP = 5;
const PASSWORD = btoa("a key of 32 bytes, for measuring");
const ECHO = "../shared/bench/udpecho.c";
const METHODS = ["aes-256-gcm", "chacha20-ietf-poly1305", "2022-blake3-aes-256-gcm"];
/** Methods that shadowsocks-libev lacks. */
const OURS_ALONE = ["2022-blake3-aes-256-gcm"];
/** Clock ticks a second in /proc (sysconf(_SC_CLK_TCK) on every Linux of today). */
const TICKS = 100;

/** One way to run a server; the command line lacks its port and method. */
interface Kind {
  readonly title: string;
  readonly command: readonly string[];
  serves(method: string): boolean;
}

/** A server at work, and what was measured. */
interface Running {
  readonly kind: Kind;
  readonly method: string;
  readonly port: number;
  readonly child: Deno.ChildProcess;
  readonly rates: number[];
  readonly costs: number[];
}

/** The servers that can be had here. */
async function kinds(): Promise<Kind[]> {
  const program = ["main.ts", "server", "--allow-private", "--quiet", "--no-qr"];
  const permissions = ["net", "read", "env", "sys"].map((name) => `--allow-${name}`);
  const everything = () => true;
  const found: Kind[] = [
    { title: "Deno", command: [...DENO, "run", ...permissions, "--allow-ffi", ...program], serves: everything },
    { title: "Deno, no FFI", command: [...DENO, "run", ...permissions, ...program], serves: everything },
    { title: "Bun", command: [await bunItself(), "run", ...program], serves: everything },
  ];
  if (exists("/usr/bin/ss-server")) {
    const serves = (method: string) => !OURS_ALONE.includes(method);
    found.push({ title: "ss-server", command: ["/usr/bin/ss-server", "-u"], serves });
  } else {
    console.log("NOT MEASURED: ss-server is not here: deno task peers installs it");
  }
  return found;
}

/** Bun's own path: what npx starts is not what is to be measured. */
async function bunItself(): Promise<string> {
  const { code, output } = await capture([...BUN, "-e", "console.log(process.execPath)"]);
  const path = /^\/.*$/m.exec(output)?.[0];
  if (code !== 0 || path === undefined) throw new Error(`Cannot find Bun: ${output.trimEnd()}`);
  return path;
}

/** Starts a server of a kind on a free port. */
async function start(kind: Kind, method: string): Promise<Running> {
  const port = await freePort();
  const child = spawn([...kind.command, "-s", "127.0.0.1", "-p", `${port}`, "-k", PASSWORD, "-m", method]);
  return { kind, method, port, child, rates: [], costs: [] };
}

function spawn([program = "", ...args]: readonly string[]): Deno.ChildProcess {
  return new Deno.Command(program, { args, cwd: ROOT, stdin: "null", stdout: "null", stderr: "inherit" }).spawn();
}

/** A port that nobody has bound, by TCP or by UDP. */
async function freePort(): Promise<number> {
  const listener = Deno.listen({ hostname: "127.0.0.1", port: 0 });
  const { port } = listener.addr;
  listener.close();
  (await bindPackets({ host: "127.0.0.1", port })).close();
  return port;
}

/** An echo in a process of its own: the one in C where a compiler is there, else one of ours. */
async function startEcho(): Promise<{ child: Deno.ChildProcess; port: number }> {
  const port = await freePort();
  const binary = await Deno.makeTempFile({ prefix: "umbra-udpecho-" });
  const compiler = await capture(["gcc", "-O2", "-w", "-o", binary, ECHO]).catch(() => ({ code: 1 }));
  const ours = [...DENO, "run", "-A", "scripts/udp_echo.ts", `${port}`];
  if (compiler.code !== 0) console.log("The echo is ours: gcc or ../shared/bench/udpecho.c is not here");
  const child = spawn(compiler.code === 0 ? [binary, `${port}`] : ours);
  void child.status.then(() => Deno.remove(binary));
  return { child, port };
}

/** Loads a server for so many seconds, and notes what that gave unless it is a warm-up. */
async function measure(server: Running, echo: number, seconds: number, isWarmUp: boolean): Promise<void> {
  const options = { provider: "auto", clock: () => Date.now() / 1000 } as const;
  const client = (await preparePacketClient(findMethod(server.method)!, PASSWORD, options))();
  const load = new Load(client, await bindPackets({ host: "127.0.0.1", port: 0 }), {
    server: { host: "127.0.0.1", port: server.port },
    echo: { host: "127.0.0.1", port: echo },
  });
  try {
    await load.untilHeard();
    const before = cpuOf(server.child.pid);
    const { echoes, elapsed } = await load.run(seconds);
    if (isWarmUp) return;
    server.rates.push(echoes / elapsed);
    server.costs.push((cpuOf(server.child.pid) - before) * 1e6 / echoes);
  } finally {
    load.close();
  }
}

/** Seconds of CPU that a process has used, in user and system mode. */
function cpuOf(pid: number): number {
  // Behind the name, which may hold anything but a parenthesis at its end.
  const fields = Deno.readTextFileSync(`/proc/${pid}/stat`).replace(/^.*\) /s, "").split(" ");
  return (Number(fields[11]) + Number(fields[12])) / TICKS;
}

function median(values: readonly number[]): number {
  return values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)] ?? NaN;
}

function print(servers: readonly Running[]): void {
  console.log(`${"method".padEnd(26)}${"server".padEnd(14)}${"echoes/s".padStart(10)}${"CPU µs/echo".padStart(13)}`);
  for (const { kind, method, rates, costs } of servers) {
    const figures = median(rates).toFixed(0).padStart(10) + median(costs).toFixed(1).padStart(13);
    console.log(method.padEnd(26) + kind.title.padEnd(14) + figures);
  }
}

async function main([seconds = `${SECONDS}`]: string[]): Promise<number> {
  const echo = await startEcho();
  const servers: Running[] = [];
  try {
    const all = await kinds();
    for (const method of METHODS) {
      for (const kind of all.filter(({ serves }) => serves(method))) servers.push(await start(kind, method));
    }
    for (const server of servers) await measure(server, echo.port, WARM_UP, true);
    for (let round = 0; round < ROUNDS; round++) {
      for (const server of servers) await measure(server, echo.port, Number(seconds), false);
    }
  } finally {
    for (const { child } of [...servers, echo]) child.kill("SIGKILL");
    await Promise.all([...servers, echo].map(({ child }) => child.status));
  }
  print(servers);
  return 0;
}

if (import.meta.main) await script(() => main(Deno.args));
