package dev.bulwark.scan.pickle;

import java.util.Set;

/// Attribute names Python itself calls or follows: putting an object there runs it later.
final class Planting {
  private static final Set<String> HOOKS =
      Set.of(
          "__setstate__",
          "__getstate__",
          "__reduce__",
          "__reduce_ex__",
          "__getattr__",
          "__getattribute__",
          "__setattr__",
          "__class__",
          "__call__",
          "__del__",
          "__init__",
          "__new__",
          "__init_subclass__",
          "__builtins__",
          "__globals__",
          "__code__",
          "__import__",
          "__loader__",
          "__getitem__",
          "__setitem__",
          "__iter__",
          "__next__",
          "__eq__",
          "__hash__",
          "__bool__",
          "__len__",
          "__enter__",
          "__exit__",
          "__instancecheck__",
          "__str__",
          "__repr__",
          "__getinitargs__",
          "__getnewargs__",
          "__getnewargs_ex__");

  private Planting() {}

  static boolean isHook(String attribute) {
    return HOOKS.contains(attribute);
  }
}
