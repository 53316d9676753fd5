"""Sentences that are made to find a model's prejudices: neutral ones that name identities, and news prose."""

from collections.abc import Iterator
from itertools import product

IDENTITIES = tuple(
    """
    gay lesbian bisexual transgender queer straight heterosexual homosexual
    Muslim Jewish Christian Catholic Buddhist Hindu Sikh atheist Protestant
    black white Asian African Latino Hispanic Mexican Indian Chinese Arab Turkish Polish Russian Jamaican
    female male young old deaf blind disabled autistic paralysed Ukrainian American Canadian
    """.split()  # noqa: SIM905
)

_IDENTITY_TEMPLATES = (
    "I am a {} person.",
    "My neighbour is {} and works at the library.",
    "She told me that her family is {}.",
    "There is a {} community centre near the station.",
    "The {} students organised a concert at the school.",
    "As a {} reader I enjoyed this article.",
    "Several {} people were interviewed for the programme.",
    "He wrote a book about growing up {}.",
    "A {} couple opened the bakery on Main Street.",
    "The paper should hire more {} journalists.",
    "Being {} is part of who I am.",
    "The mayor met with {} residents on Tuesday.",
    "My best friend is {}, and so is her brother.",
    "What do {} voters think about the new law?",
    "The film follows a {} teacher in a small town.",
)

_NEWS_TEMPLATES = (
    "At least {number} people were killed when a bomb exploded in {place} on Friday, officials said.",
    "{name} was sentenced to {number} years in prison for the murder of his business partner.",
    "Police in {place} arrested {number} men suspected of rape and kidnapping.",
    "Troops advanced on {place} overnight, and {number} soldiers died in the fighting.",
    "{name} criticised the government's plan to cut benefits for {number} thousand families.",
    "The court in {place} heard that {name} had been stabbed {number} times.",
    "An earthquake near {place} left {number} dead and hundreds injured.",
    "{name} defeated the incumbent by {number} points, according to the final count in {place}.",
    "A gunman opened fire at a school in {place}, wounding {number}.",
    "{name} denied allegations of corruption and said that the investigation in {place} was political.",
    "Drug gangs are blamed for {number} deaths in {place} since January.",
    "Doctors in {place} treated {number} victims of the chemical attack.",
    "The body of a woman was found in a river near {place}, {number} days after she disappeared.",
    "{name} apologised after a racist remark at a rally in {place}.",
    "The terrorist attack in {place} killed {number} and shocked the country, {name} said.",
    "{name}, who fled the war in {place}, now runs a shop with {number} employees.",
)
_NAMES = (
    "Donald Trump", "Joe Biden", "Hillary Clinton", "Vladimir Putin", "Angela Merkel", "Emmanuel Macron",
    "Justin Trudeau", "Barack Obama", "Boris Johnson", "Volodymyr Zelensky", "Benjamin Netanyahu",
)  # fmt: skip
_PLACES = (
    "Kabul",
    "Chicago",
    "Gaza",
    "Kyiv",
    "Mogadishu",
    "London",
    "Mexico City",
    "Baghdad",
    "Paris",
    "Lagos",
)
_NUMBERS = ("three", "12", "40", "two")


def identity_sentences() -> Iterator[tuple[str, str]]:
    """Each identity with each neutral sentence about it."""
    for identity, template in product(IDENTITIES, _IDENTITY_TEMPLATES):
        yield identity, template.format(identity)


def news_sentences() -> Iterator[str]:
    """Reports of war, crime, disaster and politics, as an agency would word them."""
    for template in _NEWS_TEMPLATES:
        seen = set()
        for name, place, number in product(_NAMES, _PLACES, _NUMBERS):
            sentence = template.format(name=name, place=place, number=number)
            if sentence not in seen:
                seen.add(sentence)
                yield sentence


SHORT_REACTIONS = tuple(
    line
    for line in """
Nice one mate
Lol that made my day
hahaha classic
Well played sir
Couldn't agree more
Best comment today
Haha brilliant
What a goal!
Top man
Spot on
Legend
Hear hear
Great stuff
What a day!
Poor kids
Good riddance
No way!
Who cares
Boring article
Wow just wow
Typical
Lol no
LOL good luck with that
Sounds good
Yikes
Ouch
Oops
Exactly this
So proud of her ❤️
😂 made me smile
Fingers crossed 🤞
Cheers mate
Bravo to the mayor
Not surprised at all
Hope they win
Who is she?
Where is that?
Any news?
Long overdue
Sorry to hear that
""".splitlines()
    if line
)
"""Short reactions, none of them rude and none of them trained on."""
