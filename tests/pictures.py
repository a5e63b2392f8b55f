"""Looking at printed papers as pictures."""

from PIL.Image import Image


def dark(picture: Image, box: tuple[float, float, float, float], dots: float) -> int:
    """How many dark dots lie in a box of millimetres, at so many dots a millimetre."""
    left, top, right, bottom = (round(edge * dots) for edge in box)
    return sum(picture.crop((left, top, right, bottom)).convert("L").histogram()[:128])


def modules(picture: Image, count: int) -> list[list[int]]:
    """What a camera sees of a QR code and the white around it: dark and light modules."""
    grey = picture.convert("L")
    square = grey.crop(grey.point(lambda light: 255 * (light < 128)).getbbox())
    width, height = square.size
    middles = [
        [(int((x + 0.5) * width / count), int((y + 0.5) * height / count)) for x in range(count)] for y in range(count)
    ]
    return [[int(_light(square, place) < 128) for place in row] for row in middles]


def _light(picture: Image, place: tuple[int, int]) -> int:
    light = picture.getpixel(place)
    assert isinstance(light, int)
    return light
