from enum import Enum


class Emb0(Enum):
	V00 = ['What', 'Which', 'book', 'a,b']
	V01 = ['How', 'many', 'much', 'costs']
	V02 = ['Who', 'wrote', 'man', 'people']
	V03 = ['Where', 'city', 'river']
	V04 = ['is', 'are', 'the', '?', '<s>', '</s>']
	V05 = ['<unk>', '<pad>', '"']
	V06 = []


class Emb1(Enum):
	V00 = ['What', 'How', 'Who', 'Where', '"']
	V01 = ['many', 'much', 'city', 'river', 'man', 'book', 'people']
	V02 = ['wrote', 'is', 'are', 'costs']
	V03 = ['Which', 'the']
	V04 = ['?', '<s>', '</s>', '<pad>', 'a,b']
	V05 = ['<unk>']
	V06 = []
