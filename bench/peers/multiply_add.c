// Prints, for each number of threads given, the billions of f32 operations a second that these threads reach
// together in multiply-adds out of registers: the ceiling of every product. Best of many bursts of about a quarter of a
// millisecond, so that a burst without interruption is among them; for one thread by its own processor time.
// Usage: multiply_add THREADS [BURSTS]

#define _GNU_SOURCE
#include <pthread.h>
#include <stdio.h>
#include <stdlib.h>
#include <time.h>

#if defined(__AVX512F__)
#define BYTES 64
#elif defined(__AVX__)
#define BYTES 32
#else
#define BYTES 16
#endif
#define LANES (BYTES / 4)
// Enough chains to cover a latency of four cycles on two units, few enough for sixteen registers.
#define CHAINS 12
#define STEPS 100000

typedef float vector __attribute__((vector_size(BYTES)));

static pthread_barrier_t barrier;
static int bursts = 200;
static volatile float sink;

static double now(clockid_t clock) {
    struct timespec time;
    clock_gettime(clock, &time);
    return time.tv_sec + time.tv_nsec / 1e9;
}

static void burst(void) {
    vector sum[CHAINS], factor, addend;
    for (int lane = 0; lane < LANES; lane++) { factor[lane] = 0.999f; addend[lane] = 0.001f; }
    for (int chain = 0; chain < CHAINS; chain++) { sum[chain] = addend * (float)chain; }
    // The compiler must know neither the factors nor that nobody reads between the steps.
    __asm__ volatile("" : "+m"(factor), "+m"(addend));
    vector a = factor, b = addend;
    for (int step = 0; step < STEPS; step++) {
#pragma GCC unroll 12
        for (int chain = 0; chain < CHAINS; chain++) { sum[chain] = sum[chain] * a + b; }
    }
    for (int chain = 1; chain < CHAINS; chain++) { sum[0] += sum[chain]; }
    sink = sum[0][0];
}

struct team { int threads, index; double best; };

static void* run(void* argument) {
    struct team* me = argument;
    clockid_t clock = me->threads == 1 ? CLOCK_THREAD_CPUTIME_ID : CLOCK_MONOTONIC;
    for (int i = 0; i < bursts; i++) {
        pthread_barrier_wait(&barrier);
        double begin = now(clock);
        burst();
        pthread_barrier_wait(&barrier);
        double seconds = now(clock) - begin;
        if (seconds < me->best) { me->best = seconds; }
    }
    return NULL;
}

int main(int count, char** arguments) {
    int threads = count > 1 ? atoi(arguments[1]) : 1;
    if (count > 2) { bursts = atoi(arguments[2]); }
    if (threads < 1 || threads > 256 || bursts < 1) {
        fprintf(stderr, "expected THREADS [BURSTS]\n");
        return 2;
    }
    struct team teams[256];
    pthread_t handles[256];
    pthread_barrier_init(&barrier, NULL, threads);
    for (int i = 0; i < threads; i++) { teams[i] = (struct team){ threads, i, 1e9 }; }
    for (int i = 1; i < threads; i++) { pthread_create(&handles[i], NULL, run, &teams[i]); }
    run(&teams[0]);
    for (int i = 1; i < threads; i++) { pthread_join(handles[i], NULL); }
    printf("%.3f\n", 2.0 * STEPS * CHAINS * LANES * threads / teams[0].best / 1e9);
    return 0;
}
