// Times the forward pass of llama2.c's run.c, which is included unchanged: its path is PEER_SOURCE,
// and TESTING leaves out its own main.
//
//     llama2c MODEL TOKENS PREFILL DECODE
//
// TOKENS is a text file of token numbers. The first PREFILL of them are fed; then DECODE tokens are
// chosen greedily, each fed back. Nothing ends early, so that both sides do the same work. One JSON
// object comes out, in the form that bench.py describes.

#define TESTING
#include PEER_SOURCE

static struct timespec started;

static double milliseconds(void) {
    struct timespec now;
    clock_gettime(CLOCK_MONOTONIC, &now);
    return (now.tv_sec - started.tv_sec) * 1e3 + (now.tv_nsec - started.tv_nsec) / 1e6;
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
    if (argc != 5) {
        fprintf(stderr, "expected MODEL TOKENS PREFILL DECODE\n");
        return 2;
    }
    int prefill = atoi(argv[3]), decode = atoi(argv[4]);
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

    // The first position was computed above to time the load; compute it again, now warm.
    double begin = milliseconds();
    float* logits = NULL;
    for (int i = 0; i < prefill; i++) { logits = forward(&transformer, tokens[i], i); }
    double filled = milliseconds();
    float* after = malloc(vocabulary * sizeof(float));
    memcpy(after, logits, vocabulary * sizeof(float));

    double decoding = milliseconds();
    for (int i = 0; i < decode; i++) {
        tokens[prefill + i] = best(logits, vocabulary);
        logits = forward(&transformer, tokens[prefill + i], prefill + i);
    }
    double end = milliseconds();

    printf("{\"load_ms\": %.3f, \"first_token_ms\": %.3f, ", loaded, first);
    printf("\"prefill_tokens_per_second\": %.3f, ", prefill * 1e3 / (filled - begin));
    printf("\"decode_tokens_per_second\": %.3f, \"tokens\": [", decode * 1e3 / (end - decoding));
    for (int i = 0; i < decode; i++) { printf(i ? ", %d" : "%d", tokens[prefill + i]); }
    printf("], \"logits\": [");
    for (int i = 0; i < vocabulary; i++) { printf(i ? ", %.7g" : "%.7g", after[i]); }
    printf("]}\n");
    return 0;
}
