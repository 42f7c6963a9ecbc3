// ONNX Runtime as a side of the bench; bench/README.md has the protocol.
// open CASE THREADS MODEL INPUT TYPE PATH EXTENT...: one input, i64 from a file of i32, or f32.

import { readFileSync, writeFileSync } from "node:fs";
import { createInterface } from "node:readline";
import { InferenceSession, Tensor } from "onnxruntime-node";

let session, feeds;

const requests = {
  async open(_, threads, model, input, type, path, ...extents) {
    const begin = performance.now();
    await session?.release();
    session = await InferenceSession.create(model, {
      executionProviders: ["cpu"],
      graphOptimizationLevel: "all",
      executionMode: "sequential",
      intraOpNumThreads: Number(threads),
      interOpNumThreads: 1,
    });
    // A copy, as a small file's bytes lie somewhere in a buffer that others share.
    const bytes = new Uint8Array(readFileSync(path)).buffer;
    const numbers = type === "int64" ? BigInt64Array.from(new Int32Array(bytes), BigInt) : new Float32Array(bytes);
    feeds = { [input]: new Tensor(type, numbers, extents.map(Number)) };
    return { seconds: (performance.now() - begin) / 1e3 };
  },

  // The work is done by a thread of the addon, which at one thread is the only one that works.
  async time(seconds) {
    const wall = [], processor = [], end = performance.now() + 1e3 * Number(seconds);
    do {
      const begin = performance.now(), before = process.cpuUsage();
      await session.run(feeds);
      const used = process.cpuUsage(before);
      wall.push((performance.now() - begin) / 1e3);
      processor.push((used.user + used.system) / 1e6);
    } while (performance.now() < end);
    return { wall, processor };
  },

  async result(path) {
    const { data } = Object.values(await session.run(feeds))[0];
    writeFileSync(path, new Uint8Array(data.buffer, data.byteOffset, data.byteLength));
    return { count: data.length };
  },
};

for await (const line of createInterface({ input: process.stdin })) {
  const [request, ...words] = line.split(" ");
  let answer;
  try {
    answer = await requests[request](...words);
  } catch (error) {
    answer = { error: String(error.stack ?? error) };
  }
  process.stdout.write(JSON.stringify(answer) + "\n");
}
