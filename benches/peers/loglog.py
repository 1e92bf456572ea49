"""A log-log plot as one self-contained SVG, with a guide of slope 1."""

import math
from dataclasses import dataclass
from xml.sax.saxutils import escape

WIDTH, HEIGHT = 860, 560
LEFT, RIGHT, TOP, BOTTOM = 100, 30, 96, 72
FONT = "Helvetica, Arial, sans-serif"

INK, QUIET, GRID, FAINT_GRID = "#222222", "#666666", "#d4d4d4", "#f0f0f0"
# Told apart by colour-blind eyes, and by shape where there is no colour.
COLOURS = ("#0072b2", "#d55e00", "#009e73")
SHAPES = ("circle", "square", "diamond")

# How far the guide stays above the highest line, as a factor.
GUIDE_DISTANCE = 2.0

# The legend is a row above the plot, where no line can run beneath it.
LEGEND_HEIGHT, LEGEND_STEP = 70, 240

Points = list[tuple[float, float]]
Named = list[tuple[str, Points]]


@dataclass(frozen=True)
class Axis:
    """Maps values of `low` to `high` to positions on the paper by their logarithm."""

    low: float
    high: float
    start: float
    stop: float

    def at(self, value: float) -> float:
        share = math.log10(value / self.low) / math.log10(self.high / self.low)
        return self.start + share * (self.stop - self.start)

    def decades(self) -> list[float]:
        first, last = math.ceil(math.log10(self.low) - 1e-9), math.floor(math.log10(self.high) + 1e-9)
        return [10.0**power for power in range(first, last + 1)]

    def between_decades(self) -> list[float]:
        first = math.floor(math.log10(self.low))
        last = math.ceil(math.log10(self.high))
        values = [step * 10.0**power for power in range(first, last) for step in range(2, 10)]
        return [value for value in values if self.low < value < self.high]


def picture(named: Named, title: str, x_label: str, y_label: str) -> str:
    x, y = _axes(named)
    parts = [
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH} {HEIGHT}" width="{WIDTH}" '
        f'height="{HEIGHT}" font-family="{FONT}" role="img" aria-label="{escape(title)}">',
        f'<rect width="{WIDTH}" height="{HEIGHT}" fill="#ffffff"/>',
        _text(LEFT, 36, title, size=19, fill=INK, weight="bold"),
        *_grid(x, y),
        *_tick_labels(named, x, y),
        *_axis_labels(x, y, x_label, y_label),
        _guide(named, x, y),
        *(_series(index, points, x, y) for index, (_, points) in enumerate(named)),
        *_legend([label for label, _ in named]),
        "</svg>",
    ]
    return "\n".join(parts) + "\n"


def _axes(named: Named) -> tuple[Axis, Axis]:
    across = [value for _, points in named for value, _ in points]
    up = [value for _, points in named for _, value in points]
    # A little air left and right of the first and last point; whole decades upwards.
    x = Axis(min(across) / 1.35, max(across) * 1.35, LEFT, WIDTH - RIGHT)
    low = 10.0 ** math.floor(math.log10(min(up)))
    high = 10.0 ** math.ceil(math.log10(max(up) * 1.2))
    return x, Axis(low, high, HEIGHT - BOTTOM, TOP)


def _grid(x: Axis, y: Axis) -> list[str]:
    lines = [_line(x.at(v), y.start, x.at(v), y.stop, FAINT_GRID) for v in x.between_decades()]
    lines += [_line(x.start, y.at(v), x.stop, y.at(v), FAINT_GRID) for v in y.between_decades()]
    lines += [_line(x.at(v), y.start, x.at(v), y.stop, GRID) for v in x.decades()]
    lines += [_line(x.start, y.at(v), x.stop, y.at(v), GRID) for v in y.decades()]
    lines.append(_line(x.start, y.start, x.stop, y.start, QUIET))
    lines.append(_line(x.start, y.start, x.start, y.stop, QUIET))
    return lines


def _axis_labels(x: Axis, y: Axis, x_label: str, y_label: str) -> list[str]:
    across, up = (x.start + x.stop) / 2, (y.start + y.stop) / 2
    turn = f' transform="rotate(-90 24 {up:.1f})"'
    return [
        _text(across, HEIGHT - 20, x_label, size=15, fill=INK, anchor="middle"),
        _text(24, up, y_label, size=15, fill=INK, anchor="middle", extra=turn),
    ]


def _tick_labels(named: Named, x: Axis, y: Axis) -> list[str]:
    measured = sorted({across for _, points in named for across, _ in points})
    labels = [_text(x.at(v), y.start + 22, _count(v), anchor="middle") for v in measured]
    return labels + [_text(x.start - 10, y.at(v) + 4.5, _duration(v), anchor="end") for v in y.decades()]


def _guide(named: Named, x: Axis, y: Axis) -> str:
    """The dashed line along which ten times the seats take ten times as long."""
    per_seat = GUIDE_DISTANCE * max(up / across for _, points in named for across, up in points)
    start = max(x.low, y.low / per_seat)
    stop = min(x.high, y.high / per_seat)
    x1, y1, x2, y2 = x.at(start), y.at(start * per_seat), x.at(stop), y.at(stop * per_seat)
    line = _line(x1, y1, x2, y2, QUIET, ' stroke-width="1.5" stroke-dasharray="7 5"')
    slant = math.degrees(math.atan2(y2 - y1, x2 - x1))
    centre_x, centre_y = (x1 + x2) / 2, (y1 + y2) / 2
    turn = f' transform="rotate({slant:.1f} {centre_x:.1f} {centre_y:.1f})"'
    words = "slope 1: twice the seats, twice the time"
    return line + "\n" + _text(centre_x, centre_y - 8, words, size=12.5, anchor="middle", extra=turn)


def _series(index: int, points: Points, x: Axis, y: Axis) -> str:
    places = [(x.at(across), y.at(up)) for across, up in sorted(points)]
    path = " ".join(f"{left:.1f},{top:.1f}" for left, top in places)
    colour = COLOURS[index % len(COLOURS)]
    line = f'<polyline points="{path}" fill="none" stroke="{colour}" stroke-width="2.2" stroke-linejoin="round"/>'
    return "\n".join([line, *(_mark(index, left, top) for left, top in places)])


def _mark(index: int, left: float, top: float) -> str:
    style = f'fill="{COLOURS[index % len(COLOURS)]}" stroke="#ffffff" stroke-width="1.2"'
    shape = SHAPES[index % len(SHAPES)]
    if shape == "circle":
        return f'<circle cx="{left:.1f}" cy="{top:.1f}" r="5.2" {style}/>'
    if shape == "square":
        return f'<rect x="{left - 4.7:.1f}" y="{top - 4.7:.1f}" width="9.4" height="9.4" {style}/>'
    corners = ((0, -6.4), (6.4, 0), (0, 6.4), (-6.4, 0))
    path = " ".join(f"{left + right:.1f},{top + down:.1f}" for right, down in corners)
    return f'<polygon points="{path}" {style}/>'


def _legend(labels: list[str]) -> list[str]:
    parts = []
    for index, label in enumerate(labels):
        left = LEFT + LEGEND_STEP * index
        colour = COLOURS[index % len(COLOURS)]
        parts.append(_line(left, LEGEND_HEIGHT, left + 36, LEGEND_HEIGHT, colour, ' stroke-width="2.2"'))
        parts.append(_mark(index, left + 18, LEGEND_HEIGHT))
        parts.append(_text(left + 46, LEGEND_HEIGHT + 4.8, label, size=14, fill=INK))
    return parts


def _line(x1: float, y1: float, x2: float, y2: float, colour: str, extra: str = "") -> str:
    ends = f'x1="{x1:.1f}" y1="{y1:.1f}" x2="{x2:.1f}" y2="{y2:.1f}"'
    return f'<line {ends} stroke="{colour}"{extra}/>'


def _text(
    x: float, y: float, words: str, size: float = 13, fill: str = QUIET,
    anchor: str = "start", weight: str = "normal", extra: str = "",
) -> str:
    place = f'x="{x:.1f}" y="{y:.1f}" font-size="{size}" fill="{fill}" text-anchor="{anchor}"'
    return f'<text {place} font-weight="{weight}"{extra}>{escape(words)}</text>'


def _count(value: float) -> str:
    for unit, name in ((1e6, " million"), (1e3, ",000")):
        if value >= unit:
            return f"{value / unit:g}{name}"
    return f"{value:g}"


def _duration(seconds: float) -> str:
    for unit, name in ((1, "s"), (1e-3, "ms"), (1e-6, "µs")):
        if seconds >= unit * (1 - 1e-9):
            return f"{seconds / unit:g} {name}"
    return f"{seconds:g} s"
