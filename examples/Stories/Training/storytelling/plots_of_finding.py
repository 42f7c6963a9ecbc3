"""Plots in which something or somebody is lost, found, given or discovered."""

from storytelling import words


def lost_thing(s):
    s.open()
    s.say(
        "{a.He} had {toy.a} that {a.he} loved [very much|more than any other toy].",
        "{a.His} favorite thing was {toy.a}.",
        "{a.His} {elder} had given {a.him} {toy.a}, and {a} took it everywhere.",
    )
    s.turn()
    outside = s.random.random() < 0.5
    s.set_two("first", "second", words.LOOKED_OUTSIDE if outside else words.LOOKED_INSIDE)
    s.set("down", words.FEELINGS_DOWN)
    s.say(f"{s.day()}, {{a}} could not find the {{toy}}. [{{a.He}} was {{down}}.|It was gone!|\"Oh no!\" {{a.he}} said.]")
    s.say(
        "{a.He} looked {first}, but it was not there.",
        "First, {a} looked {first}. The {toy.bare} was not there.",
    )
    s.maybe("{a.He} felt {down} and began to cry.", "\"Where can it be?\" {a.he} asked.")
    s.turn()
    s.say(
        "{b} saw {a} and asked, \"[What is wrong|Why are you sad|What are you looking for]?\"",
        "Then {b} came by. \"[What is wrong|Why are you so sad|What happened], {a}?\" {b.he} asked.",
    )
    s.say("\"I lost my {toy},\" {a} said. \"[Can you help me|Will you help me find it]?\"")
    s.say(
        "\"Of course,\" said {b}. \"Let us look [together|for it together].\"",
        "\"Do not worry,\" said {b}. \"We will find it [together|soon].\"",
    )
    s.turn()
    s.say(
        "They looked [everywhere|high and low|for a long time]. At last, {b} looked {second}. There was the {toy}!",
        "The two friends walked around and looked {second}. \"Here it is!\" {b} [shouted|called|said].",
        "{b} had an idea. They looked {second}, and there it was!",
    )
    s.say(
        "{a} [hugged {b}|jumped with joy]. \"Thank you[ so much| for helping me|, {b}]!\" {a.he} said.",
        "{a} was so happy that {a.he} gave {b} a big hug.",
    )
    s.close(
        "{a} learned to [put things back in their place|take good care of {a.his} things].",
        "{a} learned that [a good friend always helps|looking together is better than looking alone].",
    )


def lost_way(s):
    s.open()
    s.turn()
    s.set_noun("pretty", ["butterfly", "bee", "bird", "leaf"], words.COLOURS)
    s.say(
        f"{s.day()}, {{a}} [saw|followed] {{pretty.a}}. {{a.He}} [ran after it|went after it], farther and farther from home.",
        f"{s.day()}, {{a}} went for a walk. {{a.He}} saw {{pretty.a}} and ran after it.",
    )
    s.say("Soon {a} did not know where {a.he} was.", "When {a.he} looked around, {a} was lost.")
    s.say("\"[Where am I|How do I get home]?\" {a.he} [cried|asked]. {a.He} was [afraid|scared].")
    s.turn()
    s.set("guide", ["an old owl", "a kind deer", "a wise goat", "a gray goose", "an old horse"])
    s.slots["who"] = s.slots["guide"].split(" ", 1)[1]
    s.say(
        "Then {a} met {guide}. \"Why are you crying?\" asked the {who}.",
        "{guide} was [sitting|resting] under a tree. \"Little one, are you lost?\" asked the {who}.",
    )
    s.say("\"I am lost,\" said {a}. \"I cannot find my way home.\"")
    s.set_noun("mark", ["tree", "rock", "bridge", "fence", "gate"], ["tall", "big", "old", "gray"])
    s.say(
        "\"Walk to the {mark} and then follow the [river|path],\" said the {who}.",
        "\"Come with me,\" said the {who}. \"I know the way. We must pass the {mark}.\"",
    )
    s.turn()
    s.say("They walked [slowly|together] until they saw {home}.",
          "{a} walked [past|by] the {mark}, and soon {a.he} saw {home}.")
    s.say("{a.His} {elder} [ran out and hugged {a.him}|was waiting at the door|was so glad to see {a.him}].")
    s.say("\"I was so worried,\" said {a.his} {elder}. \"Please do not go so far alone.\"", "\"I am sorry,\" said {a}. \"I will not go so far again.\"")
    s.close("{a} learned to stay close to home.", "{a} learned that it is good to ask for help.",
            "{a} never forgot the kind {who}.")


def strange_sound(s):
    s.open()
    s.turn()
    s.set_noun("stray", ["kitten", "puppy", "chick", "lamb"], ["little", "white", "black", "tiny", "gray"])
    s.set("where", ["in the bushes", "behind the shed", "under the steps", "in an old box", "behind the wall"])
    s.say("[One night|One evening|One rainy night], {a} heard a strange sound. \"What is that?\" {a.he} [whispered|asked].")
    s.say("{a.He} was [a little scared|afraid], but {a.he} wanted to know.", "The sound came from outside.")
    s.say("{a} [woke|called] {a.his} {elder}. \"I hear something [outside|in the dark],\" {a.he} said.")
    s.say("\"Let us go and see,\" said {a.his} {elder}[| and took a lamp].")
    s.turn()
    s.say("They looked {where}. There was {stray.a}, [cold and wet|all alone|hungry and cold]!")
    s.say("\"Oh, it is only a [baby|{stray.bare}]!\" said {a}. \"[Poor thing|It needs our help|It is so small].\"")
    s.say("{a} [gave it warm milk|put a soft blanket around it|held it close].")
    s.say("The {stray} [stopped crying|closed its eyes|looked up at {a}] and [fell asleep|felt safe].")
    s.turn()
    s.say("In the morning, {a} asked, \"Can it stay with us?\" \"Yes,\" said {a.his} {elder}, \"if you take care of it.\"",
          "The next day, {a} showed the {stray} to {b}. They gave it a name and played with it all day.")
    s.close("{a} learned that strange things are not always scary.",
            "{a} was glad that {a.he} had been brave.",
            "The {stray.bare} and {a} were never alone again.")


def surprise(s):
    s.open()
    s.turn()
    s.say("[One day|One morning] it was {a}'s birthday. But nobody said anything.",
          "It was {a}'s birthday, and {a.he} woke up [early|with a smile]. But the house was quiet.")
    s.say("{a} went to see {b}. \"[Do you want to play|Can we play {game}]?\" {a.he} asked.")
    s.say("\"Not now,\" said {b}. \"I am [very busy|too busy today].\" {b} [ran away|closed the door].")
    s.set("down", words.FEELINGS_DOWN)
    s.say("{a} was {down}. \"[Everybody forgot|Nobody remembers] my birthday,\" {a.he} [thought|said].")
    s.turn()
    s.say("{a.He} walked to {place} and sat down [alone|on a stone|under a tree].",
          "{a.He} went home with {a.his} head down.")
    s.say("Then {a.his} {elder} [called|said], \"{a}, come here, please!\"")
    s.say("{a} opened the door. \"Surprise!\" [everybody shouted|all {a.his} friends shouted].")
    s.say("They had {food} and balloons and [a big cake|many friends|music and games].")
    s.say("{b} gave {a} {toy.a}. \"We did not forget,\" {b.he} said. \"[Happy birthday|We wanted to surprise you]!\"")
    s.close("{a} learned that [friends do not forget|{a.his} friends loved {a.him} very much].",
            "{a} said it was the best birthday of all.")


def seed(s):
    s.open()
    s.turn()
    s.set_noun("plant", ["flower", "tree", "pumpkin", "bean plant", "sunflower", "rose"], ["big", "tall", "pretty", "little"])
    s.say(f"{s.day()}, {{a}}'s {{elder}} gave {{a.him}} a [small|tiny|brown] seed. \"[Plant it and wait|Take good care of it],\" said {{a.his}} {{elder}}.")
    s.say("{a} [dug a hole|made a small hole] in the [garden|ground|soft earth] and put the seed inside.")
    s.say("{a.He} gave it water every [day|morning|evening].", "Every morning, {a} gave it some water.")
    s.turn()
    s.say("But nothing happened. \"[Why does it not grow|When will it grow]?\" {a} asked.")
    s.say("\"You must [be patient|wait a little longer],\" said {a.his} {elder}. \"Good things take time.\"")
    s.say("So {a} waited. [The sun shone and the rain fell.|The days were long and warm.|One week went by, and then another.]")
    s.maybe("{a} even sang to the seed [at night|every day].", "{b} came to help {a} with the water.")
    s.turn()
    s.say("[Then one day|At last], {a} saw [a green leaf|something green]! \"It is growing!\" {a.he} [shouted|cried|said].")
    s.say("It grew and grew until it was {plant.a}.")
    s.say("{a} showed it to {b}. \"It is [beautiful|wonderful|lovely],\" said {b}.")
    s.close("{a} learned to be patient.", "{a} learned that good things take time.",
            "{a} gave a new seed to {b}, so that {b.he} could grow one too.")


PLOTS = [lost_thing, lost_thing, lost_way, strange_sound, surprise, seed]
