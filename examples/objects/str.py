# str and repr: the text for readers, the text for programmers, and which one is used where.


class Ticket:
    def __init__(self, row, seat):
        self.row = row
        self.seat = seat


print(Ticket("C", 7))  # what `object` has to say of anything


class NamedTicket(Ticket):
    def __str__(self):
        return f"row {self.row}, seat {self.seat}"


ticket = NamedTicket("C", 7)
print(ticket)
print(f"Your ticket: {ticket}")
print("Your ticket:", str(ticket))
print([ticket])  # a list shows the repr of its items


class ShownTicket(Ticket):
    def __repr__(self):
        return f"ShownTicket({self.row!r}, {self.seat})"


print(ShownTicket("C", 7))  # no __str__: __repr__ serves for both
print([ShownTicket("A", 1), ShownTicket("A", 2)])


class BrokenTicket(Ticket):
    # Only a string will do, and Python says so when it is called.
    def __str__(self):
        return self.seat


try:
    print(BrokenTicket("C", 7))
except TypeError as error:
    print(repr(error))
