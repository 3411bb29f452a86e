import { assertEquals, assertThrows, test } from "#test";
import { loadProvider } from "../../../crypto/providers/load.ts";
import { ProviderError } from "../../../crypto/providers/types.ts";
import { loadWasm } from "../../../crypto/providers/wasm.ts";
import { WorkMemory } from "../../../crypto/providers/wasm_memory.ts";
import { randomBytes, seeded } from "../random.ts";

test("WebAssembly serves what its provider says, and says where it comes from", async () => {
  const { name, source } = await loadProvider("wasm");
  assertEquals([name, source], ["wasm", "WebAssembly"]);
});

test("where WebAssembly is switched off, the provider is refused and not the program ended", () => {
  const { WebAssembly } = globalThis;
  try {
    Reflect.deleteProperty(globalThis, "WebAssembly");
    assertThrows(loadWasm, ProviderError, "Cannot run WebAssembly: it is switched off here");
  } finally {
    Reflect.set(globalThis, "WebAssembly", WebAssembly);
  }
  assertEquals(loadWasm().name, "wasm");
});

test("a memory grows with the messages, takes them in whole, and gives zeros before them", () => {
  const memory = new WorkMemory(new WebAssembly.Memory({ initial: 3 }));
  const below = seeded(3);
  for (const size of [0, 1, 48, 49, 1000, 70_000, 300_000, 500, 1_000_000, 7]) {
    const message = randomBytes(below, size);
    memory.put(message);
    const { bytes, input, output } = memory;
    assertEquals(bytes.slice(input, input + size), message.slice(), `${size} bytes`);
    assertEquals(bytes.slice(input - 64, input).every((byte) => byte === 0), true, `${size} bytes`);
    // What is made of it, and what a step puts behind that, has room.
    assertEquals(output - input >= size + 1024 && bytes.length - output >= size + 1024, true, `${size} bytes`);
    bytes.copyWithin(output, input, input + size);
    const taken = new Uint8Array(size);
    memory.take(taken);
    assertEquals(taken, message.slice(), `${size} bytes`);
  }
});
