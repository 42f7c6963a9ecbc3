// Times the forward pass of llama2.c's run.c, which is included unchanged: its path is PEER_SOURCE,
// and TESTING leaves out its own main.
//
//     llama2c MODEL TOKENS PREFILL DECODE ROUNDS
//
// TOKENS is a text file of token numbers. The first PREFILL of them are fed; then DECODE tokens are
// chosen greedily, each fed back. Nothing ends early, so that both sides do the same work. That is
// done ROUNDS times, and the best processor time of each part counts. One JSON object comes out, in the form
// that bench.py describes.

#define TESTING
#include PEER_SOURCE

static struct timespec started;

static double milliseconds(void) {
    struct timespec now;
    clock_gettime(CLOCK_MONOTONIC, &now);
    return (now.tv_sec - started.tv_sec) * 1e3 + (now.tv_nsec - started.tv_nsec) / 1e6;
}

// What this thread has had of a processor: other work on the machine does not lengthen it.
static double processor_milliseconds(void) {
    struct timespec now;
    clock_gettime(CLOCK_THREAD_CPUTIME_ID, &now);
    return now.tv_sec * 1e3 + now.tv_nsec / 1e6;
}

static int best(const float* logits, int count) {
    int at = 0;
    for (int i = 1; i < count; i++) {
        if (logits[i] > logits[at]) { at = i; }
    }
    return at;
}

int main(int argc, char** argv) {
    clock_gettime(CLOCK_MONOTONIC, &started);
    if (argc != 6) {
        fprintf(stderr, "expected MODEL TOKENS PREFILL DECODE ROUNDS\n");
        return 2;
    }
    int prefill = atoi(argv[3]), decode = atoi(argv[4]), rounds = atoi(argv[5]);
    int* tokens = malloc((prefill + decode) * sizeof(int));
    FILE* file = fopen(argv[2], "r");
    for (int i = 0; i < prefill; i++) {
        if (file == NULL || fscanf(file, "%d", &tokens[i]) != 1) {
            fprintf(stderr, "%s: expected %d tokens, found %d\n", argv[2], prefill, i);
            return 2;
        }
    }
    fclose(file);

    Transformer transformer;
    build_transformer(&transformer, argv[1]);
    int vocabulary = transformer.config.vocab_size;
    double loaded = milliseconds();
    best(forward(&transformer, tokens[0], 0), vocabulary);
    double first = milliseconds();

    double filling = 1e300, decoding = 1e300;
    float* after = malloc(vocabulary * sizeof(float));
    for (int round = 0; round < rounds; round++) {
        double begin = processor_milliseconds();
        float* logits = NULL;
        for (int i = 0; i < prefill; i++) { logits = forward(&transformer, tokens[i], i); }
        double filled = processor_milliseconds();
        memcpy(after, logits, vocabulary * sizeof(float));
        double again = processor_milliseconds();
        for (int i = 0; i < decode; i++) {
            tokens[prefill + i] = best(logits, vocabulary);
            logits = forward(&transformer, tokens[prefill + i], prefill + i);
        }
        double end = processor_milliseconds();
        if (filled - begin < filling) { filling = filled - begin; }
        if (end - again < decoding) { decoding = end - again; }
    }

    printf("{\"load_ms\": %.3f, \"first_token_ms\": %.3f, ", loaded, first);
    printf("\"prefill_tokens_per_second\": %.3f, ", prefill * 1e3 / filling);
    printf("\"decode_tokens_per_second\": %.3f, \"tokens\": [", decode * 1e3 / decoding);
    for (int i = 0; i < decode; i++) { printf(i ? ", %d" : "%d", tokens[prefill + i]); }
    printf("], \"logits\": [");
    for (int i = 0; i < vocabulary; i++) { printf(i ? ", %.7g" : "%.7g", after[i]); }
    printf("]}\n");
    return 0;
}
