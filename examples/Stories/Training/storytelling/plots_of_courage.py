"""Plots about weather, fears, skills and work: somebody tries, fails, and tries again."""

from storytelling import words


def weather(s):
    s.open()
    s.turn()
    s.say("[One day|One morning], {a} and {b} wanted to [have a picnic|play {game}|fly a kite] near {place}.",
          "{a} and {b} had a plan. They wanted to go to {place} and [play {game}|eat {food}].")
    s.say("But [dark clouds came|the sky turned gray]. Soon it began to rain. [Drip, drop!|Splash!|The rain fell hard.]",
          "But the wind began to blow, and then the rain came.")
    s.say("\"Oh no,\" said {a}. \"[Our day is ruined|Now we cannot play|We will get wet].\"")
    s.maybe("They ran [inside|home] as fast as they could.")
    s.turn()
    s.say("{b} had an idea. \"[We can play inside|We can make our own fun|Let us play at home],\" {b.he} said.",
          "{a.His} {elder} smiled and said, \"[Rain can be fun|You can have fun inside too].\"")
    s.say("They made a [tent|little house] [of blankets|from chairs and a blanket] and ate {food}.",
          "They put on their boots and jumped in the puddles. Splash, splash!",
          "They [drew pictures|sang songs|told stories] and listened to the rain.")
    s.say("They [laughed and laughed|had so much fun|forgot about the bad weather].")
    s.turn()
    s.say("[Then|After a while], the rain stopped, and the sun came out. \"Look!\" said {b}. \"A rainbow!\"",
          "When the rain stopped, they saw a rainbow over {place}.")
    s.say("It was [red, yellow, green and blue|big and bright|the most beautiful thing they had ever seen].")
    s.close("{a} learned that a rainy day can be a good day.",
            "{a} learned that you can have fun in any weather.", "Now {a} loves the rain.")


def snow(s):
    s.open()
    s.turn()
    s.set("nose", ["a carrot", "a stick", "a pine cone", "a red berry"])
    s.set("top", ["an old hat", "a blue scarf", "a small pot", "a warm scarf"])
    s.say("[One winter morning|One cold morning], {a} looked outside. Everything was white. \"Snow!\" {a.he} [shouted|cried].")
    s.say("{a} [ran outside|put on warm boots] and called {b}. \"[Come and play|Let us make a snowman]!\"")
    s.say("They [rolled a big ball of snow|made a big ball and rolled it] [up the hill|near the house|until it was very big].")
    s.turn()
    s.say("But {b} [was cold|felt cold]. \"My [hands|ears|feet] are cold,\" {b.he} said.")
    s.say("{a} gave {b} {a.his} [scarf|mittens|warm hat]. \"This will keep you warm,\" {a.he} said.")
    s.say("Together they made the snowman. They gave it {nose} for a nose and {top} for its head.")
    s.maybe("\"He looks [funny|happy]!\" said {b}, and they laughed.")
    s.turn()
    s.say("In the evening, they went inside and [drank warm milk|ate {food} by the fire|sat by the fire].")
    s.say("The next day the sun was warm, and the snowman [was gone|was small]. \"Do not be sad,\" said {a}. \"We can make a new one when it snows again.\"",
          "The snowman stood outside [all night|in the moonlight], and it looked as if he smiled.")
    s.close("{a} learned that a good friend is warm even on a cold day.", "They were happy that it was winter.")


def fear(s):
    s.open()
    s.set("dread", [
        ("the dark", "One evening, {b} came to play with {a}", "the lamp went out and the room was dark",
         "looked around slowly. It was only {a.his} own quiet room"),
        ("thunder", "One afternoon, {b} came to play with {a}", "there was a loud boom in the sky",
         "counted to ten and sang a song. Each boom was softer than the last"),
        ("deep water", "One warm day, {a} and {b} went to the lake", "it was time to go in the water",
         "put one foot in the water, and then the other. The water was warm and nice"),
        ("high places", "[One day|One morning], {a} and {b} went for a walk", "they came to a high bridge",
         "held {b}'s hand and took one step, and then one more. Soon {a.he} was on the other side"),
        ("big dogs", "[One day|One morning], {a} and {b} went to {place}", "a big dog ran up to them",
         "held out a hand very slowly. The dog sniffed it and gave it a lick"),
        ("the old cave", "[One day|One afternoon], {a} and {b} went for a walk", "they came to the old cave",
         "took a lamp and went inside. There were only shiny stones"),
    ])
    dread, start, moment, deed = s.slots["dread"]
    s.slots["fear"] = dread
    s.say("But {a} was afraid of {fear}.", "There was one thing {a} did not like. {a.He} was afraid of {fear}.")
    s.turn()
    s.say(start + ".")
    s.say("Then " + moment + ". {a} [began to shake|wanted to run away|could not move].")
    s.say("\"I am [scared|afraid],\" {a} [whispered|said in a small voice].")
    s.say("{b} [held {a}'s hand|stood close to {a}|smiled]. \"I was scared once too. [I am here with you|We can do it together|Just take a deep breath],\" {b.he} said.")
    s.turn()
    s.say("{a} took a deep breath. {a.He} " + deed + ".", "{a} closed {a.his} eyes and then opened them. {a.He} " + deed + ".")
    s.say("\"[I did it|It is not so bad|I am not afraid anymore]!\" said {a}.")
    s.say("\"You are [so brave|very brave],\" said {b}[.| and hugged {a}.]")
    s.close("{a} learned that being brave means to try, even when you are scared.",
            "After that day, {a} was not afraid of {fear} anymore.",
            "{a} learned that everything is easier with a friend.")


def skill(s):
    s.open()
    s.set("skill", ["ride a bike", "swim", "whistle", "fly a kite", "skate on the ice", "play the drum", "climb the tall tree", "juggle", "jump over the stream"])
    s.say("{a} wanted to learn to {skill}.", "More than anything, {a} wanted to {skill}.")
    s.turn()
    s.say(f"{s.day()}, {{a}} [tried|went to {{place}} and tried]. But it [did not work|was very hard].")
    s.say("{a.He} tried again, but {a.he} [could not do it|failed again].")
    s.say("\"I will never learn it,\" {a} said [and sat down|with a sigh].", "\"It is too hard!\" {a} [cried|said].")
    s.turn()
    s.say("{b} [came to help|watched and came closer]. \"[Do not give up|Try again|Try once more],\" {b.he} said. \"[I will show you|I could not do it at first|We can do it slowly].\"")
    s.say("{b} showed {a} how to do it, step by step.", "Every day they went to {place} and tried [again|a little more].")
    s.maybe("{a} fell down, but {a.he} got up again.", "Some days were hard, but {a} did not stop.")
    s.turn()
    s.say("[At last|Then one day|After many days], {a} could {skill}! \"[Look at me|I can do it]!\" {a.he} shouted.")
    s.say("{b} [clapped|cheered|jumped up and down]. \"[I knew it|You did it|Well done]!\" {b.he} said.")
    s.set("up", words.FEELINGS_UP)
    s.say("{a.His} {elder} was proud, and {a} was very happy.", "{a} felt {up}.")
    s.close("{a} learned to [never give up|keep trying].", "{a} learned that [hard things take time|you can learn anything if you try].",
            "Now {a} teaches others how to {skill}.")


def race(s):
    s.open()
    s.turn()
    s.say(f"{s.day()}, there was a [race|big race] near {{place}}. {{a}} wanted to win.")
    s.say("{b} was [slow|small|not very fast], but {b.he} wanted to run too.")
    s.say("\"[One, two, three, go|Ready, set, go]!\" called {a.his} {elder}, and they all ran.")
    s.turn()
    s.say("{a} was [first|in front]. [{a.He} ran like the wind.|{a.He} was so fast!]")
    s.say("Then {a} heard a cry. {b} had [fallen|fallen down] and [hurt {b.his} leg|could not get up].")
    s.maybe("{a} looked at the [finish line|end of the path], and then {a.he} looked at {b}. [{a.He} wanted to win very much.|It was a hard choice.]")
    s.say("{a} [turned around|stopped and ran back] and helped {b} up. \"[Lean on me|Come, we will go together],\" {a.he} said.")
    s.turn()
    s.say("Somebody else won the race. {a} and {b} came in last, [side by side|together].")
    s.say("But everybody [clapped and cheered for them|cheered for {a}]. \"You are the real winner,\" said {a.his} {elder}.")
    s.maybe("{b} gave {a} [a hug|a flower|{toy.a}]. \"Thank you for coming back,\" {b.he} said.")
    s.close("{a} learned that [being kind is better than being first|winning is not everything].", "{a} was happier than any winner.")


def cooking(s):
    s.open()
    s.turn()
    s.set_noun("dish", ["cake", "soup", "pie", "pot of jam"], ["big", "sweet", "special"])
    s.set_two("one", "two", ["sugar", "milk", "flour", "butter", "honey", "salt"])
    s.say("[One day|One morning], {a} wanted to make {dish.a} for {a.his} {elder}. \"[It will be a surprise|{Elder} will be so happy],\" {a.he} said.")
    s.say("{a} asked {b} to help. They [took|found] a big bowl, some {one} and a spoon.")
    s.maybe("They mixed and mixed. [Soon the table was white with flour.|Soon there was a big mess!|It was a lot of fun.]")
    s.turn()
    s.say("But when they tasted it, it was [not good|bad]. \"Yuck!\" said {b}. \"[Something is wrong|We forgot something].\"")
    s.say("{a} looked in the book. \"We forgot the {two}!\" {a.he} said[.| and laughed.]",
          "{a} wanted to cry. \"We forgot the {two},\" {a.he} said.")
    s.say("\"[Let us try again|We can make it again],\" said {b}. \"[Now we know how|It will be better this time].\"")
    s.turn()
    s.say("So they [began again|made a new one], and this time they did not forget the {two}. It smelled [wonderful|so good].")
    s.say("{a.His} {elder} [came home|came in] and saw the {dish.bare}. \"Did you make this for me?\" {elder.he} asked.")
    s.maybe("They all [sat down|sat at the table] and ate. It was [delicious|the best {dish.bare} ever].")
    s.close("{a} learned that you can always try again.", "{a} and {b} learned to read the book first.",
            "They even cleaned the kitchen together.")


PLOTS = [weather, snow, fear, fear, skill, race, cooking]
