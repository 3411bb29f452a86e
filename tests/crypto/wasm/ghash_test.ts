import { assertEquals, test } from "#test";
import { addBlocks, ghash, multiply } from "../../../crypto/wasm/ghash.ts";
import { ghashTables, TABLE_SIZE } from "../../../crypto/wasm/ghash_tables.ts";
import { toHex } from "../../vectors/hex.ts";
import { randomBytes, seeded } from "../random.ts";
import { build } from "./built.ts";

const [H, SUM, WORK, TABLES, TEXT] = [0, 32, 1024, 4096, 16_384];

const { bytes, call } = build({
  multiply: multiply(),
  addBlocks: addBlocks(),
  ghash: ghash({ multiply: 0, addBlocks: 1 }),
  ghashTables: ghashTables(),
});

/** A block as GCM reads it: the highest bit of the first byte is 1, the next one x. */
function number(block: Uint8Array): bigint {
  return BigInt(`0x${toHex(block)}`);
}

/** The product by the steps of SP 800-38D §6.3, algorithm 1. */
function product(x: bigint, y: bigint): bigint {
  let [z, v] = [0n, y];
  for (let i = 127n; i >= 0n; i--) {
    if (x >> i & 1n) z ^= v;
    v = v & 1n ? v >> 1n ^ 0xe1n << 120n : v >> 1n;
  }
  return z;
}

function hashByHand(h: Uint8Array, text: Uint8Array): string {
  let sum = 0n;
  for (let at = 0; at < text.length; at += 16) sum = product(sum ^ number(text.subarray(at, at + 16)), number(h));
  return sum.toString(16).padStart(32, "0");
}

function useKey(h: Uint8Array): void {
  bytes.set(h, H);
  call("ghashTables", H, WORK, TABLES);
}

function hash(text: Uint8Array): string {
  bytes.set(text, TEXT);
  call("ghash", TEXT, TEXT + text.length, TABLES, WORK, SUM);
  return toHex(bytes.slice(SUM, SUM + 16));
}

test("GHASH is what the specification's steps make, over random texts of every number of blocks", () => {
  const below = seeded(38);
  for (let blocks = 1; blocks <= 100; blocks++) {
    const [h, text] = [randomBytes(below, 16), randomBytes(below, 16 * blocks)];
    useKey(h);
    assertEquals(hash(text), hashByHand(h, text), `${blocks} blocks`);
    assertEquals(hash(text), hashByHand(h, text), `${blocks} blocks, again`);
  }
});

test("a product of any two single bits is right, and of all of them", () => {
  const bit = (i: number) => Uint8Array.from({ length: 16 }, (_, at) => at === i >> 3 ? 0x80 >> i % 8 : 0);
  const full = new Uint8Array(16).fill(0xff);
  for (let i = 0; i < 128; i++) {
    useKey(bit(i));
    for (const other of [0, 1, 7, 8, 63, 64, 120, 126, 127, i]) {
      assertEquals(hash(bit(other)), hashByHand(bit(i), bit(other)), `bits ${i} and ${other}`);
    }
    assertEquals(hash(full), hashByHand(bit(i), full), `bit ${i} and all`);
  }
  useKey(full);
  assertEquals(hash(full), hashByHand(full, full));
});

test("the tables are those of H, H^2, H^4, H^8 and H^16", () => {
  const h = randomBytes(seeded(8), 16);
  useKey(h);
  let power = number(h);
  for (let i = 0; i < 5; i++) {
    const one = new Uint8Array(256);
    // Sixteen blocks, of which each is 1: their first bytes are the first column.
    one.fill(0x80, 0, 16);
    bytes.set(one, WORK);
    call("multiply", WORK, TABLES + i * TABLE_SIZE);
    const lanes = Array.from(
      { length: 16 },
      (_, lane) => Array.from({ length: 16 }, (_, column) => bytes[WORK + 16 * column + lane]!),
    );
    for (const lane of lanes) assertEquals(number(Uint8Array.from(lane)), power, `table ${i}`);
    power = product(power, power);
  }
});

test("blocks become columns, which are added to those that are there", () => {
  const below = seeded(16);
  const [text, before] = [randomBytes(below, 256), randomBytes(below, 256)];
  bytes.set(text, TEXT);
  bytes.set(before, WORK);
  call("addBlocks", TEXT, WORK);
  const expected = Uint8Array.from({ length: 256 }, (_, i) => before[i]! ^ text[16 * (i % 16) + (i >> 4)]!);
  assertEquals(toHex(bytes.slice(WORK, WORK + 256)), toHex(expected));
});
