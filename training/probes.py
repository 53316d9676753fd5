"""Sentences that are made to find a model's prejudices: identities named, news told, sources linked."""

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

LINKED_REMARKS = tuple(
    """
Here is the report: https://www.bbc.co.uk/news/uk-politics-123456
The council published the numbers at www.village.gov.uk/budget last week.
I agree. There is a good piece about this at https://www.theguardian.com/environment/2024/bees.
The ONS disagrees with you: https://www.ons.gov.uk/economy
Ferries are older than that, cf. https://en.wikipedia.org/wiki/Ferry
My blog has the pictures of the fair: https://annas-photos.example.com
Please sign here https://petition.parliament.uk/petitions/1234 if you care about the school.
Item 4 on the parish website (www.stmary-parish.org) answers that.
https://www.nytimes.com/2024/01/01/world/europe/strike.html
Read this before you judge: https://example.org/report.pdf
It says 9:15 and not 9:30 on https://ferries.example/timetable
This was debunked years ago, see https://www.snopes.com/fact-check/ferry/
I found the original study: https://doi.org/10.1000/xyz123 - only 40 patients.
https://www.aljazeera.com/news/2023/2/6/earthquake has better pictures.
Quoting the statute might help: https://www.law.cornell.edu/uscode/text/17/107
The Met Office forecast disagrees https://www.metoffice.gov.uk/forecast
Our choir sings there on Sunday, details on www.singing-valley.org.uk
You forgot the part about pensions, which is covered in https://www.ft.com/content/abc-123
The club's answer: http://www.rowingclub-lake.de/news
See also http://news.example.net/2022/old-mill and the comments there.
My petition about the crossing reached 800 names: https://www.change.org/p/safe-crossing
I make these maps as a hobby, https://mapsbyjoan.example if you are curious.
Good question, the FAQ at support.busline.example answers it.
Not new at all: www.heritage-society.org/mill-1902
The BBC page (https://www.bbc.com/weather) still says rain for Saturday
Did you even open https://www.reuters.com/business/ferry-line before writing that?
Our history group put the letters online at https://valley-letters.example/1916
Not quite: https://www.gov.uk/vehicle-tax lists three exceptions.
I would trust https://www.nasa.gov/earth more than a columnist
This chart tells a different story https://www.imf.org/external/datamapper
Lovely article, my grandmother is in the second picture on https://museum-of-looms.example/weavers
Timetables changed on Monday, www.northern-lines.co.uk has the new ones
There was a vote in 2015 already: http://www.townhall-archive.org/votes/2015
Can anybody open https://www.planning.example/view?id=221? It fails for me.
The teachers' union sees it like this: https://www.neu-teachers.org.uk/latest
Here's a longer interview with her https://www.newyorker.com/culture/interview
Same mistake as in https://www.dailymail.co.uk/news/article-99/index.html
Fact: 3.2 million. https://www.destatis.de/EN/Home
Thanks to the reader who posted https://www.openlibrary.org/works/OL1W yesterday
The council answered my letter, I put it on https://pollys-street.example
""".strip().splitlines()
)
"""Remarks that name a source by its address; no sentence is trained on, nor most of the addresses."""
