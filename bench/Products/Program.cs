using Products;
using Sinter.Bench;

return Side.Serve((size, threads, files) => new Product(size, threads, files[0], files[1], files.Length > 2 ? files[2] : null));
