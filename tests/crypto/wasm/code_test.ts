import { assertEquals, test } from "#test";
import { Body, call, fold, repeatWhile, signed, unsigned, when } from "../../../crypto/wasm/code.ts";
import { i32, i64 } from "../../../crypto/wasm/scalar.ts";
import { i32x4, i8x16, v128, words } from "../../../crypto/wasm/vector.ts";
import { build } from "./built.ts";

/** Runs the first of the functions; the others have numbers from 1 on. */
function made(...bodies: readonly Body[]) {
  const { bytes, call } = build(Object.fromEntries(bodies.map((body, i) => [`f${i}`, body])));
  return { bytes, run: (...args: readonly number[]) => call("f0", ...args) };
}

test("numbers are written seven bits a byte, as the specification's examples and bounds want", () => {
  assertEquals([0, 127, 128, 624_485, 2 ** 31].map(unsigned), [
    [0],
    [127],
    [0x80, 1],
    [0xe5, 0x8e, 0x26],
    [0x80, 0x80, 0x80, 0x80, 0x08],
  ]);
  assertEquals([0n, 63n, 64n, -64n, -65n, -123_456n].map(signed), [
    [0],
    [63],
    [0xc0, 0],
    [0x40],
    [0xbf, 0x7f],
    [0xc0, 0xbb, 0x78],
  ]);
});

test("a function takes parameters, calls another, and gives its result", () => {
  const body = new Body(["i32", "i32"], "i32");
  body.add(call(1, i32.sub(body.param(0).get, body.param(1).get)));
  const square = new Body(["i32"], "i32");
  square.add(i32.mul(square.param(0).get, square.param(0).get));
  assertEquals(made(body, square).run(3, 10), 49);
});

test("a loop goes on while its condition holds, and a branch is taken only when its does", () => {
  const body = new Body(["i32"], "i32");
  const [sum, left] = [body.local("i32"), body.param(0)];
  body.add(
    repeatWhile(left.tee(i32.sub(left.get, i32.const(1))), [
      when(i32.and(left.get, i32.const(1)), sum.set(i32.add(sum.get, left.get))),
    ]),
    sum.get,
  );
  // 9 + 7 + 5 + 3 + 1
  assertEquals(made(body).run(10), 25);
});

test("constants of every size and sign arrive as they are", () => {
  for (const value of [0, 1, -1, 63, 64, -65, 2 ** 31 - 1, -(2 ** 31)]) {
    const body = new Body([], "i32");
    body.add(i32.const(value));
    assertEquals(made(body).run(), value);
    const wide = new Body();
    wide.add(i64.store(i32.const(8), i64.const(BigInt(value) << 31n)));
    const { bytes, run } = made(wide);
    run();
    assertEquals(new DataView(bytes.buffer).getBigInt64(8, true), BigInt(value) << 31n);
  }
});

test("vectors are loaded, changed lane by lane and stored, at any address", () => {
  const body = new Body();
  const reverse = Array.from({ length: 16 }, (_, i) => 15 - i);
  body.add(
    v128.store(i32.const(33), i32x4.add(words(1, 2, 3, 0xffffffff), i32x4.splat(i32.const(1)))),
    v128.store(i32.const(64), i8x16.shuffle(v128.load(i32.const(33)), v128.load(i32.const(33)), reverse)),
    v128.store(i32.const(80), i8x16.relaxed_swizzle(v128.load(i32.const(64)), v128.const(reverse))),
  );
  const { bytes, run } = made(body);
  run();
  assertEquals([...bytes.subarray(33, 49)], [2, 0, 0, 0, 3, 0, 0, 0, 4, 0, 0, 0, 0, 0, 0, 0]);
  assertEquals([...bytes.subarray(64, 80)], [...bytes.subarray(33, 49)].reverse());
  assertEquals(bytes.subarray(80, 96), bytes.slice(33, 49));
});

test("many values are folded from the left to the right", () => {
  const body = new Body([], "i32");
  body.add(fold(i32.sub, [100, 10, 5].map(i32.const)));
  assertEquals(made(body).run(), 85);
});

test("variables of all types begin as zero and keep apart", () => {
  const body = new Body(["i32"], "i32");
  const [wide, vector] = [body.local("i64"), body.local("v128")];
  const [a, b] = body.locals("i32", 2);
  body.add(
    a!.set(i32.const(7)),
    b!.set(i32.add(a!.get, body.param(0).get)),
    i64.store(i32.const(0), wide.get),
    v128.store(i32.const(16), vector.get),
    i32.add(i32.add(b!.get, i32.load(i32.const(0))), i32.load(i32.const(16))),
  );
  assertEquals(made(body).run(5), 12);
});
