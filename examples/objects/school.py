# Formatting: a class with layouts of its own, asked for by name as in `format(school, "label")`.

# Templates look up attributes by themselves. They are constants here: one from outside could name any attribute.
LAYOUTS = {
    "": "{school.name} ({school.town})",
    "label": "{school.name}, {school.town}: {school.kind}",
    "index": "{school.town} / {school.name}",
    "row": "{school.name:<14}|{school.town:^10}|{school.pupils:>6,}",
}


class School:
    def __init__(self, name, town, kind, pupils):
        self.name = name
        self.town = town
        self.kind = kind
        self.pupils = pupils

    def __repr__(self):
        return "School({0.name!r}, {0.town!r}, {0.kind!r}, {0.pupils})".format(self)

    def __str__(self):
        return f"{self.name}, {self.town}"

    # What stands behind the colon of a field arrives here as it is: its meaning is the class's own.
    def __format__(self, spec):
        layout = LAYOUTS.get(spec)
        if layout is None:
            raise ValueError(f"unknown layout {spec!r} for a School")
        return layout.format(school=self)


hill = School("Hill School", "Zwolle", "primary", 412)
harbour = School("Harbour", "Vlissingen", "secondary", 1280)
print(repr(hill))
print(str(hill))
print(format(hill))
print(format(hill, "label"))
print(f"{hill:index} and {harbour:index}")
for school in [hill, harbour]:
    print(format(school, "row"))
try:
    format(hill, "poster")
except ValueError as error:
    print(repr(error))
