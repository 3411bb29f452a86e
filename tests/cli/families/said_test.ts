/** Where config files are found, and how flags count before them. */

import { assertEquals, assertMatch, test } from "#test";
import { StartError } from "../../../service/mod.ts";
import { type Outcome, runIn, type Running } from "../fake.ts";

const at = ({ configs: [config] }: Outcome) => config?.servers.map(({ port, password }) => `${port} ${password}`);

test("the Python program's server reads config.json where it is started, flags above it", async () => {
  const files = { "config.json": '{"server_port": 8001, "password": "file"}' };
  const plain = await runIn({ files }, "ssserver");
  assertEquals(at(plain), ["8001 file"]);
  assertMatch(plain.err, /^INFO: loading config from config\.json\n/);
  assertEquals(at(await runIn({ files }, "ssserver", "-p", "8002")), ["8002 file"]);
  assertEquals(at(await runIn({ files }, "ssserver", "-k", "flag", "-p8003")), ["8003 flag"]);
});

test("port_password counts before the port and password of the file, and of flags", async () => {
  const files = { "c.json": '{"port_password": {"8001": "one", "8002": "two"}, "server_port": 9, "password": "x"}' };
  for (const flags of [[], ["-p", "10"], ["-k", "y"]]) {
    assertEquals(at(await runIn({ files }, "ssserver", "-c", "c.json", ...flags)), ["8001 one", "8002 two"]);
  }
});

test("libev looks for a config file only where nothing at all is said", async () => {
  const files = { "/home/u/.config/shadowsocks-libev/config.json": '{"server_port": 8001, "password": "own"}' };
  const env = { HOME: "/home/u" };
  assertEquals(at(await runIn({ files, env }, "ss-server")), ["8001 own"]);
  assertEquals((await runIn({ files, env }, "ss-server", "-v")).code, 1);
  const system = { "/etc/shadowsocks-libev/config.json": '{"server_port": "8002", "password": "all"}' };
  assertEquals(at(await runIn({ files: system, env }, "ss-server")), ["8002 all"]);
  assertEquals((await runIn({ env }, "ss-server")).code, 1);
});

test("rust looks for a file of the side that is run, unless a server is named", async () => {
  const files = {
    "server.json": '{"server": "::", "server_port": 8001, "password": "s", "method": "aes-256-gcm"}',
    "local.json": '{"server": "h", "server_port": 8002, "password": "l", "method": "aes-256-gcm", "local_port": 1}',
  };
  assertEquals(at(await runIn({ files }, "ssservice", "server")), ["8001 s"]);
  const local = await runIn({ files }, "ssservice", "local");
  assertEquals(local.configs[0]?.locals[0]?.servers[0]?.password, "l");
  const named = await runIn({ files }, "ssservice", "server", "-s", "[::]:8003", "-k", "n", "-m", "aes-256-gcm");
  assertEquals(at(named), ["8003 n"]);
});

test("a key that rust is not given comes from the environment, and no other family looks there", async () => {
  const env = { SS_SERVER_PASSWORD: "kept there" };
  assertEquals(at(await runIn({ env }, "ssservice", "server", "-s", "[::]:1", "-m", "aes-256-gcm")), ["1 kept there"]);
  assertEquals((await runIn({ env }, "ssserver", "-p", "1")).code, 2);
  assertEquals((await runIn({ env }, "ss-server", "-p", "1")).code, 1);
});

test("the log is as loud as flags say, and else as the file does", async () => {
  const says = async (...words: string[]) => {
    const files = { "c.json": '{"password": "pw", "verbose": -1}' };
    const world = {
      files,
      says(log: Parameters<NonNullable<Parameters<typeof runIn>[0]["says"]>>[0]) {
        for (const level of ["debug", "info", "warn", "error"] as const) log.event(level, `said-${level}`);
      },
    };
    const { err } = await runIn(world, "ssserver", "-m", "aes-256-gcm", ...words);
    return err.match(/said-\w+/g)?.map((word) => word.slice(5)).join(" ");
  };
  assertEquals(await says("-k", "pw"), "info warn error");
  assertEquals(await says("-c", "c.json"), "warn error");
  assertEquals(await says("-c", "c.json", "-vv"), "debug info warn error");
  assertEquals(await says("-k", "pw", "-q"), "warn error");
  assertEquals(await says("-k", "pw", "-qq"), "error");
});

test("SIGINT ends the Python program's commands with 1, and the others with 0", async () => {
  const ends = async (...words: string[]) => {
    const outcome = await runIn({ running: ({ signal }) => signal("SIGINT") }, ...words);
    return [outcome.code, ...outcome.graces];
  };
  assertEquals(await ends("ssserver", "-k", "pw"), [1, 0]);
  assertEquals(await ends("ss-server", "-p", "1", "-k", "pw"), [0, 0]);
  assertEquals(await ends("ssservice", "server", "-s", "[::]:1", "-k", "pw", "-m", "aes-256-gcm"), [0, 0]);
});

test("no secret is in what is said of a command line that is wrong", async () => {
  const lines = [
    "ssserver -k hunter2 -p http",
    "ssserver -k hunter2 -m hunter2x -p 1 --nothing",
    "sslocal -k hunter2",
    "ss-server -k hunter2 -p 70000",
    "ss-server -k hunter2 -p 1 --plugin x",
    "ssservice server -k hunter2 -s 1.2.3.4:1 -m 2022-blake3-aes-256-gcm",
    "ssservice local -k hunter2 -s 1.2.3.4:1 -m aes-256-gcm --server-url ss://hunter2",
    "ssservice local --server-url ss://YWVzLTI1Ni1nY206aHVudGVyMg@1.2.3.4:1/?plugin=x",
  ];
  for (const line of lines) {
    const { code, out, err } = await runIn({}, ...line.split(" "));
    assertEquals([code === 0, /hunter2(?!x)|aHVudGVyMg/.test(out + err)], [false, false], line + out + err);
  }
});

test("SIGHUP reads a family's file again with the meaning that it has there, and is the system's without one", async () => {
  const textOf = (password: string) => JSON.stringify({ server_port: 1, method: "aes-256-gcm", password, timeout: 60 });
  const reloaded = async (...words: string[]) => {
    let send: Running["signal"] = () => {};
    const { configs } = await runIn({
      files: { "c.json": textOf("old") },
      running({ signal, files }) {
        send = signal;
        files["c.json"] = textOf("new");
        signal("SIGHUP");
        if (words.includes("-k")) signal("SIGTERM");
      },
      applied() {
        send("SIGTERM");
        return Promise.resolve([]);
      },
    }, ...words);
    return configs.map(({ servers: [server], limits: { idle } }) => `${server?.password} ${server?.mode} ${idle}`);
  };
  assertEquals(await reloaded("ss-server", "-c", "c.json", "-t", "61"), ["old tcp_only 61", "new tcp_only 61"]);
  assertEquals(await reloaded("ssserver", "-c", "c.json"), ["old tcp_and_udp 60", "new tcp_and_udp 60"]);
  assertEquals(await reloaded("ss-server", "-p", "1", "-k", "pw"), ["pw tcp_only 60"]);
});

test("what a family does not take is refused at SIGHUP, and what runs goes on", async () => {
  const { err, configs } = await runIn(
    {
      files: { "c.json": '{"server_port": 1, "method": "aes-256-gcm", "password": "pw"}' },
      async running({ signal, files, line }) {
        files["c.json"] = '{"server_port": 1, "method": "aes-256-gcm"}';
        signal("SIGHUP");
        await line(/reload-refused.*password or port_password not specified/);
        signal("SIGTERM");
      },
    },
    "ssserver",
    "-c",
    "c.json",
  );
  assertEquals([configs.length, / fault/.test(err)], [1, false], err);
});

test("at SIGHUP it is said what is remarked upon, and nobody is asked for a key again", async () => {
  let asked = 0;
  const { err, configs } = await runIn(
    {
      files: { "c.json": '{"server_port": 1, "method": "aes-256-gcm"}' },
      terminals: ["stdin"],
      get typed() {
        asked++;
        return "typed";
      },
      async running({ signal, files, line }) {
        files["c.json"] = '{"server_port": 1, "method": "aes-256-gcm", "pasword": 1}';
        signal("SIGHUP");
        await line(/reloaded/);
        signal("SIGTERM");
      },
    },
    "ssservice",
    "server",
    "-c",
    "c.json",
  );
  assertEquals([asked, configs.map(({ servers }) => servers[0]?.password)], [1, ["typed", "typed"]], err);
  assertMatch(err, /pasword is not a key that is known here/);
});

test("a password that names a variable is taken from the environment in rust's flags too", async () => {
  const words = ["ssservice", "server", "-s", "127.0.0.1:1", "-m", "aes-256-gcm", "-k", "${KEY}"];
  const { configs } = await runIn({ env: { KEY: "secret" } }, ...words);
  assertEquals(configs[0]?.servers[0]?.password, "secret");
  assertMatch((await runIn({}, ...words)).err, /-k: the variable KEY of the environment is not set/);
});

test("what is remarked upon is said where the command was typed, and in the background's log", async () => {
  const words = ["ssserver", "-k", "pw", "-t10", "-d", "start", "--pid-file", "/p.pid", "--log-file", "/log"];
  const typed = await runIn({}, ...words);
  assertEquals([typed.code, typed.out, typed.configs, typed.deeds.starts.length], [0, "started\n", [], 1]);
  assertMatch(typed.err, /WARNING {2}warning: your timeout 10 seems too short\n$/);
  const second = await runIn({ env: { UMBRA_BACKGROUND: "1" } }, ...words);
  assertEquals([second.code, second.out, second.err, second.deeds.left], [0, "\x04", "", ["/log"]]);
  assertMatch(second.files["/log"] ?? "", /WARNING {2}warning: your timeout 10 seems too short\n/);
});

test("a background without a log file says nothing twice, and ends with what keeps it from serving", async () => {
  const words = ["ss-server", "-p", "1", "-k", "pw", "--fast-open", "-f", "/p.pid"];
  assertMatch((await runIn({}, ...words)).err, /fast-open/);
  const env = { UMBRA_BACKGROUND: "1" };
  const second = await runIn({ env }, ...words);
  assertEquals([second.code, /fast-open|dialect/.test(second.err)], [0, false]);
  const failing = await runIn({ env, failure: () => new StartError("Cannot listen") }, ...words);
  assertEquals([failing.code, failing.out, /ERROR: Cannot listen\n$/.test(failing.err)], [255, "", true]);
});

test("the file of users that a file of rust names is read too", async () => {
  const config = {
    server: "h",
    server_port: 1,
    method: "aes-256-gcm",
    password: "pw",
    local_port: 1,
    local_address: "::1",
  };
  const files = {
    "c.json": JSON.stringify({ ...config, socks5_auth_config_path: "/users.json" }),
    "/users.json": '{"password": {"users": [{"user_name": "ada", "password": "lovelace"}]}}',
  };
  const { configs, err } = await runIn({ files }, "ssservice", "local", "-c", "c.json");
  assertEquals(configs[0]?.locals[0]?.credentials, [{ user: "ada", password: "lovelace" }], err);
});

test("our own commands read another family's file by --dialect", async () => {
  const files = { "c.json": '{"server_port": 1, "password": "pw", "timeout": 60}' };
  const read = async (...words: string[]) => {
    const { configs: [config], code } = await runIn({ files }, "server", "-c", "c.json", ...words);
    return [code, config?.servers[0]?.mode, config?.servers[0]?.method, config?.limits.idle];
  };
  assertEquals(await read("-m", "aes-256-gcm"), [0, undefined, "aes-256-gcm", 60]);
  assertEquals(await read("--dialect", "libev"), [0, "tcp_only", "chacha20-ietf-poly1305", 60]);
  assertEquals(await read("--dialect", "python"), [0, "tcp_and_udp", "aes-256-cfb", 60]);
  assertEquals((await read("--dialect", "go"))[0], 2);
});
