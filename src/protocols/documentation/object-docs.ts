// What Python's `object` says of its own methods: the documentation that an undocumented special method inherits.

/** The docstrings of `object`'s methods by name, as CPython prints them. */
export const OBJECT_DOCS: Readonly<Record<string, string>> = Object.assign(Object.create(null), {
  __delattr__: "Implement delattr(self, name).",
  __dir__: "Default dir() implementation.",
  __eq__: "Return self==value.",
  __ge__: "Return self>=value.",
  __getattribute__: "Return getattr(self, name).",
  __gt__: "Return self>value.",
  __hash__: "Return hash(self).",
  __init__: "Initialize self.  See help(type(self)) for accurate signature.",
  __le__: "Return self<=value.",
  __lt__: "Return self<value.",
  __ne__: "Return self!=value.",
  __new__: "Create and return a new object.  See help(type) for accurate signature.",
  __repr__: "Return repr(self).",
  __setattr__: "Implement setattr(self, name, value).",
  __str__: "Return str(self).",
});
