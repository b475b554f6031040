package dev.bulwark.scan.pickle;

import java.util.Optional;

/// What the policy says of one name.
sealed interface Standing {

  /// What an allowed name is for.
  enum Role {
    /// May be named: a type or a constant others refer to. Calling it is not expected.
    INERT,
    /// May be called with anything allowed, and its result may be given a state.
    MAKE,
    /// As MAKE; members in capitals may be named too: they are values of an enumeration.
    ENUM,
    /// As MAKE; a state must be a dictionary that the pickle itself writes out, because text in it
    /// is run as code: {@link RunText} judges that text.
    WRITTEN,
    /// As MAKE; the result may be given items by key.
    MAPPING,
    /// As MAKE; the result may be extended.
    SEQUENCE,
    /// As MAKE; the result may be added to.
    SET,
    /// May be called when the arguments follow a schema.
    REBUILD
  }

  /// What a denied name is for.
  enum Category {
    EXEC("runs code or commands"),
    IMPORT("imports modules by name"),
    FILE("touches files"),
    NETWORK("opens connections"),
    NATIVE("loads or calls native code"),
    DESERIALISE("unpickles or loads further data"),
    WALK("reaches objects by attribute name"),
    TAMPER("changes the interpreter or the tools that watch it");

    private final String does;

    Category(String does) {
      this.does = does;
    }

    /// What it does, as the end of a sentence that starts with a name.
    String does() {
      return does;
    }
  }

  /// What a name that is not listed looks like.
  enum Look {
    PLAIN,
    /// A name from the script of whoever wrote the pickle.
    MAIN,
    /// Part of Python's standard library.
    STANDARD_LIBRARY,
    /// Its last part says that it runs, loads or fetches something.
    TELLING,
    /// A path through attributes rather than a name.
    DOTTED
  }

  /// @param schema the arguments of a REBUILD
  /// @param gives the index of the argument whose class the result has, or -1
  record Allowed(Role role, Optional<Schema> schema, int gives) implements Standing {}

  record Denied(Category category) implements Standing {}

  record Unlisted(Look look) implements Standing {}
}
