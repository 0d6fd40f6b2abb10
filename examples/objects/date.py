# Format specifications: what stands behind the colon, as in f"{day:mdy}", may be a language of the class's own.

LAYOUTS = {
    "ymd": "{0.year:04}-{0.month:02}-{0.day:02}",
    "dmy": "{0.day:02}/{0.month:02}/{0.year}",
    "mdy": "{0.month}-{0.day}-{0.year}",
}


class Day:
    def __init__(self, year, month, day):
        self.year = year
        self.month = month
        self.day = day

    # The empty specification is asked for by format(day) and by "{}".
    def __format__(self, spec):
        layout = LAYOUTS.get(spec or "ymd")
        if layout is None:
            known = ", ".join(LAYOUTS)
            raise ValueError(f"unknown layout {spec!r} for a Day: expected {known}")
        return layout.format(self)


fifth = Day(2016, 1, 5)
print(format(fifth))
print(format(fifth, "dmy"))
print("{:mdy}".format(fifth))
print(f"{fifth} is {fifth:dmy} in Paris and {fifth:mdy} in Boston")

# A field in a field gives a specification that is known at run time only.
for name in LAYOUTS:
    print("{0:>4} {1:{0}}".format(name, Day(2024, 12, 29)))

try:
    format(fifth, "yd")
except ValueError as error:
    print(repr(error))

# The built-in types have a language in common: fill, alignment, sign, width, grouping, precision, type.
print(format(1234567.891, ",.2f"), format(0.125, ".2f"), format(255, "#06x"), format("mid", "*^9"))
