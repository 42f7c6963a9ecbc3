using System;
using System.IO;
using System.Linq;
using Vit;

// The five likeliest classes of an image, by their numbers.
if (args.Length != 2) {
    Console.Error.WriteLine("expected a safetensors file of a ViT-B/16 and an image of 224 x 224 pixels as binary PPM, as: convert cat.jpg -resize 224x224! cat.ppm");
    return 2;
}
float[] image = Pixmap.Read(args[1], 224);
using VitBase.Loaded model = VitBase.Load(args[0]);
using VitBase.Session session = model.CreateSession();
float[] logits = session.Classify(image).ToArray();
double largest = logits.Max(), sum = logits.Sum(logit => Math.Exp(logit - largest));
foreach ((float logit, int number) in logits.Select((logit, number) => (logit, number)).OrderByDescending(pair => pair.logit).Take(5)) {
    Console.WriteLine($"{number,4}  {Math.Exp(logit - largest) / sum:P1}");
}
return 0;
