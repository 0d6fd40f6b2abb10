# Items: `thing[key]` on objects of our own, so that code written for a dict takes them too.


# The items of a contact are its attributes.
class Contact:
    def __init__(self, name):
        self.name = name

    def __getitem__(self, key):
        return self.__dict__[key]

    def __setitem__(self, key, value):
        self.__dict__[key] = value

    def __delitem__(self, key):
        del self.__dict__[key]


# Without the methods above this would need a branch for each kind of argument.
def move(thing, city):
    thing["city"] = city


contact = Contact("Noor")
card = {"name": "Ilse"}
move(contact, "Utrecht")
move(card, "Ghent")
print(contact["name"], contact["city"])
print(contact.__dict__, card)

contact["name"] = "Noor de Wit"
print(contact.name)  # the same place, by its other name
del contact["city"]
try:
    contact["city"]
except KeyError as error:
    print(repr(error))


# The same with keys that are no names.
class Squares:
    def __init__(self):
        self.known = {}

    def __getitem__(self, n):
        return self.known.get(n, n * n)

    def __setitem__(self, n, value):
        self.known[n] = value

    def __contains__(self, n):
        return n in self.known


squares = Squares()
squares[3] = 10
print(squares[3], squares[12])
print(3 in squares, 12 in squares)
