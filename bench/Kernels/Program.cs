using Kernels;
using Sinter.Bench;

return Side.Serve((name, threads, files) => new Kernel(name, threads, files[0], files[1..]));
