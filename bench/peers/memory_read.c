// Prints how many gigabytes a second the threads read together from memory: the floor under decoding, which
// must read every weight once a token. The buffer is far larger than any cache and is read from end to end; the best
// of its parts counts, each short enough to be read without interruption now and then. For one thread by its own processor time.
// Usage: memory_read [THREADS]

#define _GNU_SOURCE
#include <pthread.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/mman.h>
#include <time.h>

#define PASSES 3
#define PARTS 16

static const size_t total = (size_t)512 << 20 >> 3;
static uint64_t* data;
static int threads = 1;
static pthread_barrier_t barrier;
static double best;
static volatile uint64_t sink;

static double now(void) {
    struct timespec time;
    clock_gettime(threads == 1 ? CLOCK_THREAD_CPUTIME_ID : CLOCK_MONOTONIC, &time);
    return time.tv_sec + time.tv_nsec / 1e9;
}

static void* run(void* argument) {
    size_t index = (size_t)argument, count = total / PARTS / threads / 32 * 32;
    for (int pass = 0; pass < PASSES * PARTS; pass++) {
        const uint64_t* mine = data + (pass % PARTS * threads + index) * count;
        pthread_barrier_wait(&barrier);
        double begin = now();
        uint64_t sums[32] = {0};
        for (size_t i = 0; i < count; i += 32) {
            for (int lane = 0; lane < 32; lane++) { sums[lane] += mine[i + lane]; }
        }
        // Stored where the compiler must, so that the reads cannot be dropped.
        for (int lane = 0; lane < 32; lane++) { sink = sums[lane]; }
        pthread_barrier_wait(&barrier);
        double rate = (double)count * threads * sizeof(uint64_t) / (now() - begin) / 1e9;
        if (index == 0 && rate > best) { best = rate; }
    }
    return NULL;
}

int main(int count, char** arguments) {
    if (count > 1) { threads = atoi(arguments[1]); }
    if (threads < 1 || threads > 256) {
        fprintf(stderr, "expected THREADS\n");
        return 2;
    }
    data = aligned_alloc((size_t)2 << 20, total * sizeof(uint64_t));
    madvise(data, total * sizeof(uint64_t), MADV_HUGEPAGE);
    for (size_t i = 0; i < total; i++) { data[i] = i; }
    pthread_barrier_init(&barrier, NULL, threads);
    pthread_t handles[256];
    for (size_t i = 1; i < (size_t)threads; i++) { pthread_create(&handles[i], NULL, run, (void*)i); }
    run(0);
    for (int i = 1; i < threads; i++) { pthread_join(handles[i], NULL); }
    printf("%.3f\n", best);
    return 0;
}
