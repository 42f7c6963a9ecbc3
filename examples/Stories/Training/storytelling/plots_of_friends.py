"""Plots between two friends: meeting, helping, sharing, quarrels and apologies."""

from storytelling import words


def new_friend(s):
    s.open()
    s.say("But {a} [had no friends|was often lonely|had nobody to play with].")
    s.turn()
    s.say(
        f"{s.day()}, {{a}} went to {{place}}. {{a.He}} saw a {{b.kind}} who was [sitting alone|playing alone|looking sad].",
        f"{s.day()}, a new {{b.kind}} came to {{place}}. {{a}} [watched from behind a tree|wanted to say hello].",
    )
    s.say("{a} was [shy|nervous], but {a.he} [took a deep breath|walked closer] and said, \"Hello. My name is {a}.\"",
          "\"Hello,\" said {a}. \"I am {a}. What is your name?\"")
    s.say("\"I am {b},\" said the {b.kind}. \"[I am new here|I do not know anybody here|I have nobody to play with].\"")
    s.turn()
    s.say("\"Do you want to play {game}?\" asked {a}.", "\"We can play {game} together,\" said {a}.",
          "{a} showed {b} {a.his} {toy}. \"Do you want to play with it?\" {a.he} asked.")
    s.say("{b} [smiled|looked up and smiled|jumped up]. \"Yes, [please|I would love to|that sounds fun]!\" {b.he} said.")
    s.say("They played [all day|until evening|for a long time] and [laughed a lot|ate {food}|ran in the sun].")
    s.turn()
    s.say("When it was time to go home, {b} asked, \"[Can we play again tomorrow|Will you come back tomorrow]?\"",
          "\"You are my friend now,\" said {b}.")
    s.say("\"[Yes|Of course]!\" said {a}. \"[We can play every day|I will be here|I am so glad that we met].\"",
          "{a} was so happy. {a.He} was not lonely [anymore|now].")
    s.close("{a} learned that [one kind word can make a friend|saying hello is the first step to a friend].",
            "{a} and {b} played together every day.")


def helping(s):
    s.open()
    s.turn()
    s.set("trouble", [
        ("{b} was trying to carry a big basket of {food}. It was too heavy for {b.him}.",
         "took one side of the basket, and {b} took the other side"),
        ("{b} was stuck in the mud and could not get out.",
         "found a long stick, and {b} held on to it. {a} pulled and pulled until {b} was free"),
        ("{b}'s {toy} was high up in a tree, and {b.he} could not reach it.",
         "climbed up the tree very slowly and brought the {toy.bare} down"),
        ("{b} had hurt {b.his} foot on a stone and could not walk.",
         "put a soft cloth around the foot and helped {b} walk home"),
        ("the wind had broken {b}'s little house. {b} was sitting outside in the cold.",
         "brought wood and leaves, and together they made the house strong again"),
        ("{b} was cold and hungry. {b.He} had nothing to eat.",
         "ran home and came back with {food} and a warm blanket"),
    ])
    trouble, deed = s.slots["trouble"]
    s.say(f"{s.day()}, {{a}} was walking [to|near] {{place}}. {{a.He}} heard [a small voice|somebody crying|a cry].",
          f"{s.day()}, {{a}} heard a [small voice|cry] near {{place}}. \"Help! Please help me!\"")
    s.say("{a} [ran to see|went closer|looked around]. " + s.fill(trouble))
    s.say("\"[Oh dear|Oh no]!\" said {a}. \"[Do not worry|Do not be sad|Wait here]. I will help you.\"")
    s.turn()
    s.say("{a} " + deed + ".")
    s.maybe("It was hard work, but {a} did not give up.", "It took a long time.")
    s.say("\"[Thank you|Thank you so much], {a}!\" said {b}. \"You are [very kind|so kind|a true friend].\"")
    s.turn()
    s.say("The next day, {b} came to {a} with {food}. \"I brought you something, because you helped me,\" {b.he} said.",
          "\"How can I thank you?\" asked {b}. \"[Just be my friend|You do not have to],\" said {a}.")
    s.say("They [sat down|went to {place}] and [ate together|talked|played {game}] [until evening|all afternoon].")
    s.close("{a} learned that [helping makes everybody happy|a little help can mean a lot].",
            "{a} felt warm inside, because helping others feels good.")


def sharing(s):
    s.open()
    s.turn()
    s.say(f"{s.day()}, {{a}} had [a basket of {{food}}|a bag of {{food}}|some {{food}}]. {{a.He}} wanted to eat everything [alone|by {{a.himself}}].",
          f"{s.day()}, {{a.his}} {{elder}} gave {{a}} some {{food}}. \"It is all for me,\" {{a.he}} thought.")
    s.say("Then {b} came by. {b.He} looked [hungry|tired and hungry|very hungry].")
    s.say("\"[May I have some|Can I have a little], please?\" asked {b}.")
    s.say("\"No,\" said {a}. \"[I want it all|It is mine|I do not want to share].\"")
    s.say("{b} [was sad and went away|walked away with {b.his} head down|looked at the ground and left].")
    s.turn()
    s.say("{a} began to eat. But {a.he} [did not feel happy|felt bad|was lonely]. The food did not taste good [alone|anymore].")
    s.maybe("{a.His} {elder} said, \"Food tastes better when you share it.\"",
            "{a} thought of {b}'s sad face.")
    s.say("So {a} [ran after|went to find] {b}. \"[I am sorry|I was not kind],\" {a.he} said. \"[Please|Come and] eat with me.\"")
    s.turn()
    s.say("{b} smiled. They sat [under a tree|in the grass|side by side] and shared the {food}.",
          "They shared everything. {a} ate one half, and {b} ate the other half.")
    s.say("\"This is the best food ever,\" said {b}[.| with a laugh.]", "The {food} tasted [sweet|wonderful|much better] now.")
    s.close("{a} learned that sharing is [fun|better than having it all|a good thing].",
            "From then on, {a} always shared with {a.his} friends.")


def quarrel(s):
    s.open()
    s.say("{a.His} best friend was a {b.kind} named {b}.")
    s.turn()
    s.say(f"{s.day()}, the two friends found {{toy.a}} near {{place}}.")
    s.say("\"I saw it first!\" said {a}. \"No, I saw it first!\" said {b}.",
          "\"It is mine!\" [shouted|said] {a}. \"No, it is mine!\" [shouted|said] {b}.")
    s.maybe("They pulled and pulled, and [the {toy.bare} fell in the mud|both of them fell down|the {toy.bare} fell on the ground].")
    s.say("{a} was [angry|mad] and went home. {b} was [angry|mad] too.")
    s.turn()
    s.say("At home, {a} [was sad|felt lonely]. {a.His} {elder} asked, \"What is wrong?\"")
    s.say("\"I had a fight with {b},\" said {a}. \"[Now I have no friend|I miss {b.him}].\"")
    s.say("\"A friend is better than any toy,\" said {a.his} {elder}. \"You can take turns.\"")
    s.turn()
    s.say("{a} [ran|went] to {b}'s house. \"I am sorry,\" {a.he} said. \"[You can have the {toy.bare}|You can have it first].\"")
    s.say("\"I am sorry too,\" said {b}. \"Let us [play with it together|take turns].\"")
    s.say("So they [took turns and played|played] [all day|until the sun went down].")
    s.close("{a} learned that a friend is more important than a toy.",
            "{a} and {b} learned to take turns.", "They never [fought over a toy|had a fight] again.")


def mistake(s):
    s.open()
    s.turn()
    s.set("broken", ["vase", "cup", "plate", "lamp", "jar", "window"])
    s.say(f"{s.day()}, {{a}} was [playing|running|jumping] at home. Crash! {{a.He}} broke {{a.his}} {{elder}}'s {{broken}}.",
          f"{s.day()}, {{a}} played with {{a.his}} {{toy}} at home. {{a.He}} hit the {{broken}}, and it broke.")
    s.say("\"Oh no!\" {a} [thought|said]. \"[{Elder} will be angry|What should I do|What have I done]?\"")
    s.say("{a} [hid|ran away and hid] [under the bed|behind the door|in {a.his} room]. {a.He} [was afraid|felt very bad].")
    s.turn()
    s.say("{b} came to visit. \"Why are you hiding?\" {b.he} asked.", "{b} found {a} there. \"What happened?\" asked {b}.")
    s.say("\"I broke the {broken},\" said {a}. \"[I am scared to tell|I do not know what to do].\"")
    s.say("\"[You should tell the truth|Tell the truth and say sorry],\" said {b}. \"[I will come with you|It will be better then].\"")
    s.turn()
    s.say("{a} went to {a.his} {elder}. \"I broke your {broken},\" {a.he} said. \"I am [so|very] sorry.\"")
    s.say("{a.His} {elder} [hugged {a.him}|was quiet and then smiled]. \"Thank you for telling me the truth,\" {elder.he} said.")
    s.say("Together they [fixed the {broken} with glue|cleaned the floor|picked up the pieces].")
    s.close("{a} learned to tell the truth, even when it is hard.",
            "{a} learned that [everybody makes mistakes|saying sorry makes things better].",
            "{a} was glad that {a.he} had told the truth.")


PLOTS = [new_friend, new_friend, helping, helping, sharing, quarrel, mistake]
