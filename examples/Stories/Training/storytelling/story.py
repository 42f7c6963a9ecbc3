"""A story in the making: who is in it, which words its slots hold, and what was said so far."""

import re

from storytelling import words

CHOICE = re.compile(r"\[([^\[\]]*)\]")


class Character:
    """Somebody with a name; `{a.he}`, `{a.His}` and so on stand for the pronouns in a template."""

    def __init__(self, name, kind, female, animal):
        self.name, self.kind, self.female, self.animal = name, kind, female, animal
        self.he, self.his, self.him = ("she", "her", "her") if female else ("he", "his", "him")
        self.himself = self.him + "self"
        self.He, self.His = self.he.capitalize(), self.his.capitalize()

    def __format__(self, specification):
        return self.name


class Noun:
    """A thing such as "red ball": `{thing}`, `{thing.a}` with its article, `{thing.bare}` "ball"."""

    def __init__(self, bare, adjective=""):
        self.bare = bare
        self.full = f"{adjective} {bare}" if adjective else bare
        self.a = ("an " if self.full[0] in "aeiou" else "a ") + self.full

    def __format__(self, specification):
        return self.full


class Story:
    def __init__(self, random):
        self.random = random
        self.sentences = [[]]
        animal = random.random() < 0.4
        self.a = self.somebody(animal)
        self.b = self.somebody(animal, besides=self.a)
        elders = words.ELDERS_OF_ANIMALS if animal else words.ELDERS_OF_CHILDREN
        elder, female = random.choice(elders)
        self.elder = Character(elder, elder, female, animal)
        self.slots = {
            "a": self.a,
            "b": self.b,
            "elder": self.elder,
            "Elder": Character(elder.capitalize(), elder, female, animal),
            "good": random.choice(words.GOOD_NATURES),
            "place": random.choice(words.PLACES_OF_ANIMALS if animal else words.PLACES_OF_CHILDREN),
            "home": random.choice(words.HOMES_OF_ANIMALS if animal else words.HOMES_OF_CHILDREN),
            "hobby": random.choice(words.HOBBIES),
            "game": random.choice(words.GAMES),
            "food": random.choice(words.FOODS),
        }
        self.set_noun("toy", words.TOYS, words.COLOURS + words.TOY_ADJECTIVES)

    def somebody(self, animal, besides=None):
        while True:
            female = self.random.random() < 0.5
            if animal:
                kind = self.random.choice(words.ANIMALS)
                names = words.ANIMAL_GIRLS if female else words.ANIMAL_BOYS
            else:
                kind = "girl" if female else "boy"
                names = words.GIRLS if female else words.BOYS
            name = self.random.choice(names)
            if besides is None or (name != besides.name and not (animal and kind == besides.kind)):
                return Character(name, kind, female, animal)

    def set(self, slot, choices):
        self.slots[slot] = self.random.choice(choices)

    def set_noun(self, slot, nouns, adjectives=("",)):
        self.slots[slot] = Noun(self.random.choice(nouns), self.random.choice(adjectives))

    def set_two(self, first, second, choices):
        self.slots[first], self.slots[second] = self.random.sample(choices, 2)

    def fill(self, template):
        """One option of every [this|that], innermost first, then the slots."""
        while True:
            chosen = CHOICE.sub(lambda found: self.random.choice(found[1].split("|")), template)
            if chosen == template:
                break
            template = chosen
        text = re.sub(r"\s+", " ", chosen.format_map(self.slots)).strip()
        return text[:1].upper() + text[1:]

    def say(self, *alternatives):
        self.sentences[-1].append(self.fill(self.random.choice(alternatives)))

    def maybe(self, *alternatives):
        if self.random.random() < 0.5:
            self.say(*alternatives)

    def turn(self):
        """A new paragraph."""
        self.sentences.append([])

    def open(self):
        """Who this is about, and what they like."""
        self.say(
            "Once upon a time, there was a {good} {a.kind} named {a}.",
            "Once upon a time, there was a little {a.kind} named {a}.",
            "Once there was a {good} little {a.kind} named {a}.",
            "{a} was a {good} {a.kind} who lived in {home}.",
            "Once upon a time, a {good} {a.kind} named {a} lived in {home}.",
            "In {home} lived a {good} {a.kind} named {a}.",
            "There once was a {a.kind} named {a}, who was very {good}.",
        )
        self.maybe(
            "{a.He} loved to {hobby}.",
            "{a} liked to {hobby} [every day|in the morning|after lunch].",
            "Every day, {a} liked to {hobby}.",
        )

    def day(self):
        return self.fill("[One day|One day|One morning|One afternoon|One sunny day|One fine day]")

    def close(self, *morals):
        """The ending, and sometimes what was learned."""
        told = self.text()
        self.maybe(*words.ENDINGS, *(words.ENDINGS_WITH_FRIEND if self.b.name in told else ()))
        if self.random.random() < 0.8:
            self.say(*morals)

    def text(self):
        return "\n".join(" ".join(part) for part in self.sentences if part)
