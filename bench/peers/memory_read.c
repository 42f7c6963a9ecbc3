// Prints how many gigabytes a second one thread reads from memory: the floor under decoding, which
// must read every weight once a token. The buffer is far larger than any cache; best of eight passes.

#define _GNU_SOURCE
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/mman.h>
#include <time.h>

int main(void) {
    const size_t count = (size_t)512 << 20 >> 3;
    uint64_t* data = aligned_alloc((size_t)2 << 20, count * sizeof(uint64_t));
    madvise(data, count * sizeof(uint64_t), MADV_HUGEPAGE);
    for (size_t i = 0; i < count; i++) { data[i] = i; }
    double best = 0;
    uint64_t total = 0;
    for (int pass = 0; pass < 8; pass++) {
        struct timespec begin, end;
        clock_gettime(CLOCK_MONOTONIC, &begin);
        uint64_t sums[32] = {0};
        for (size_t i = 0; i < count; i += 32) {
            for (int lane = 0; lane < 32; lane++) { sums[lane] += data[i + lane]; }
        }
        clock_gettime(CLOCK_MONOTONIC, &end);
        for (int lane = 0; lane < 32; lane++) { total += sums[lane]; }
        double seconds = (end.tv_sec - begin.tv_sec) + (end.tv_nsec - begin.tv_nsec) / 1e9;
        double rate = count * sizeof(uint64_t) / seconds / 1e9;
        if (rate > best) { best = rate; }
    }
    // The sum is printed so that the reads cannot be dropped.
    printf("%.3f %llu\n", best, (unsigned long long)total);
    return 0;
}
