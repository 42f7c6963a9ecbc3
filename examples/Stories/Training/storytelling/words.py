"""The words of the stories. Names keep their gender, and animals keep to their own names."""

GIRLS = "Lily Anna Mia Rosa Emma Nora Ella Sara Zoe Ruby Lucy Amy".split()
BOYS = "Tom Ben Max Sam Leo Jack Finn Noah Oscar Theo Tim Adam".split()
ANIMAL_GIRLS = "Daisy Coco Tilly Fern Poppy Luna Honey Bella".split()
ANIMAL_BOYS = "Pip Bobo Rusty Milo Toby Nib Hugo Teddy".split()
ANIMALS = "rabbit bear mouse duck fox cat dog frog bird squirrel hedgehog turtle".split()

ELDERS_OF_CHILDREN = [("mom", True), ("dad", False), ("grandma", True), ("grandpa", False)]
ELDERS_OF_ANIMALS = [("mom", True), ("dad", False), ("grandma", True), ("grandpa", False)]

GOOD_NATURES = "kind happy small clever gentle cheerful curious brave friendly funny shy".split()
HOMES_OF_CHILDREN = [
    "a small house near the sea", "a white house on a hill", "a little town by a river",
    "a house with a red door", "a small village", "a big city", "an old farm house",
]
HOMES_OF_ANIMALS = [
    "a hole under an old tree", "a green forest", "a cozy nest of leaves", "a small den by a river",
    "a big garden", "a warm den on a hill", "a little wood near a pond", "a quiet meadow",
]
PLACES_OF_CHILDREN = ["the park", "the garden", "the beach", "the yard", "the farm", "the forest"]
PLACES_OF_ANIMALS = ["the forest", "the meadow", "the pond", "the garden", "the river", "the hill"]
HOBBIES = [
    "sing songs", "play outside", "look at the clouds", "run in the grass", "climb trees",
    "count the stars", "pick flowers", "tell funny stories", "jump in the leaves", "dance",
    "draw pictures", "play with friends", "watch the birds", "look for pretty stones",
]
GAMES = ["hide and seek", "catch", "tag", "a guessing game", "pirates", "a jumping game"]
FOODS = [
    "apples", "cookies", "berries", "pancakes", "honey cakes", "pears", "sweet buns", "nuts",
    "plums", "warm bread",
]
COLOURS = "red blue green yellow orange purple white pink".split()
TOY_ADJECTIVES = "shiny soft little old new pretty big".split()
TOYS = "ball kite hat drum book doll boat scarf bell box cup whistle blanket basket ring".split()

LOOKED_INSIDE = [
    "under the bed", "behind the door", "in the kitchen", "under the table", "on the shelf",
    "behind the chair", "in the big box", "near the window",
]
LOOKED_OUTSIDE = [
    "in the tall grass", "behind the big rock", "under the bench", "near the gate",
    "under the old tree", "behind the bushes", "by the water", "next to the path",
]
FEELINGS_DOWN = ["sad", "upset", "worried", "very sad", "a little sad"]
FEELINGS_UP = ["happy", "glad", "very happy", "proud", "full of joy"]

ENDINGS = [
    "That night, {a} [fell asleep with a smile|slept very well|had sweet dreams].",
    "It was [the best day ever|a very good day|a day to remember].",
    "{a} could not stop smiling.",
]
ENDINGS_WITH_FRIEND = [
    "From that day on, {a} and {b} were [the best of friends|good friends|always kind to each other].",
    "{a} and {b} [laughed|danced|sang] together.",
    "{a} and {b} were [very happy|happy and tired|the happiest friends of all].",
]
