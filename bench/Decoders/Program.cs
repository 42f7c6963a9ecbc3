using System.Globalization;
using Decoders;
using Sinter.Bench;

return Side.Serve((kind, threads, words) => new Decoding(kind, threads, words[0], words[1], int.Parse(words[2], CultureInfo.InvariantCulture)));
