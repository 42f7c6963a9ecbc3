using System;
using Encoders;
using Sinter.Bench;

return Side.Serve((name, threads, files) => name switch {
    "bert" => new BertWork(threads, files[0], files[1]),
    "bert-packed" => new PackedWork(threads, files[0], files[1..], together: true),
    "bert-single" => new PackedWork(threads, files[0], files[1..], together: false),
    "vit" => new VitWork(threads, files[0], files[1]),
    _ => throw new ArgumentException($"expected bert, bert-packed, bert-single or vit, found '{name}'"),
});
