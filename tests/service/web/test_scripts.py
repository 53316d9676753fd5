"""What browsers get of our own."""

from service.web.rendering import STATIC

LONGEST = 300


def test_every_script_and_style_sheet_of_ours_fits_a_few_screens() -> None:
    ours = [
        each for kind in ("js", "css") for each in STATIC.rglob(f"*.{kind}") if "vendor" not in each.parts
    ]
    lines = {each.name: len(each.read_text().splitlines()) for each in ours}
    assert lines["desk.js"]
    assert {name: number for name, number in lines.items() if number > LONGEST} == {}
