// llama.cpp, by node-llama-cpp, as a side of the bench; bench/README.md has the protocol.
// open prefill|decode THREADS MODEL TOKENS COUNT: a prompt of COUNT tokens, or STEPS tokens after it.

import { readFileSync, writeFileSync } from "node:fs";
import { createInterface } from "node:readline";
import { getLlama, LlamaLogLevel } from "node-llama-cpp";

const STEPS = 16;

// Standard output is the protocol's.
const llama = await getLlama({ gpu: false, build: "never", skipDownload: true, maxThreads: 0, logLevel: LlamaLogLevel.error, logger: (_, message) => process.stderr.write(message + "\n") });
let model, context, sequence, prompt, work, kind, path;

async function greedy(count) {
  let token = prompt.at(-1), steps = 0;
  for await (const next of sequence.evaluate([token], { temperature: 0, yieldEogToken: true })) {
    token = next;
    if (++steps === count) break;
  }
}

const works = {
  prefill: {
    prepare: () => sequence.clearHistory(),
    run: () => sequence.evaluateWithoutGeneratingNewTokens(prompt),
  },
  decode: {
    async prepare() {
      const past = prompt.length - 1;
      if (sequence.nextTokenIndex > past) {
        await sequence.eraseContextTokenRanges([{ start: past, end: sequence.nextTokenIndex }]);
      }
      if (sequence.nextTokenIndex < past) {
        await sequence.clearHistory();
        await sequence.evaluateWithoutGeneratingNewTokens(prompt.slice(0, -1));
      }
    },
    run: () => greedy(STEPS),
  },
};

const requests = {
  async open(name, threads, file, tokens, count) {
    const begin = performance.now();
    await context?.dispose();
    if (path !== file) {
      await model?.dispose();
      model = await llama.loadModel({ modelPath: path = file, gpuLayers: 0 });
    }
    // A copy, as a small file's bytes lie somewhere in a buffer that others share.
    prompt = [...new Int32Array(new Uint8Array(readFileSync(tokens)).buffer)].slice(0, Number(count));
    context = await model.createContext({ contextSize: 1024, batchSize: 512, threads: Number(threads), flashAttention: true });
    sequence = context.getSequence();
    work = works[kind = name];
    return { seconds: (performance.now() - begin) / 1e3 };
  },

  // The work is done by a thread of the addon, which at one thread is the only one that works.
  async time(seconds) {
    const wall = [], processor = [], end = performance.now() + 1e3 * Number(seconds);
    do {
      await work.prepare();
      const begin = performance.now(), before = process.cpuUsage();
      await work.run();
      const used = process.cpuUsage(before);
      wall.push((performance.now() - begin) / 1e3);
      processor.push((used.user + used.system) / 1e6);
    } while (performance.now() < end);
    return { wall, processor };
  },

  /** The logits after the prompt. */
  async result(target) {
    await sequence.clearHistory();
    const outputs = await sequence.controlledEvaluate([...prompt.slice(0, -1), [prompt.at(-1), { generateNext: { logits: true, options: { temperature: 0 } } }]]);
    const logits = outputs.at(-1).next.logits, values = new Float32Array(logits.size);
    for (const [token, logit] of logits) {
      values[token] = logit;
    }
    writeFileSync(target, new Uint8Array(values.buffer));
    return { count: values.length };
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
