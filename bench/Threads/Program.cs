using System;
using System.Globalization;
using Threads;

// Prints one line of JSON: what a team of two threads costs (cases/runtime.py). With an argument, steps of a model alone are timed.
double step = Steps.Measure();
if (args.Length > 0) {
    Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{{\"step_us\": {step:F2}}}"));
    return;
}
(double best, double median) = Forks.Measure();
Console.WriteLine(string.Create(CultureInfo.InvariantCulture,
    $"{{\"fork_us\": {best:F3}, \"fork_median_us\": {median:F3}, \"idle_us\": {Forks.IdleMicroseconds():F1}, \"step_us\": {step:F2}}}"));
