package dev.bulwark.scan.jinja;

/// One thing a template does that a chat template has no need of.
///
/// @param at index of the character it is told by
/// @param what the name, after constants were folded; empty when it is not known
public record Reach(Kind kind, int at, String what) {

  enum Kind {
    /// An attribute that leads from any object to the interpreter: `__class__`, `f_globals`.
    INTERNAL,
    /// An attribute whose name is put together while the template runs.
    COMPUTED,
    /// An attribute that is private by its name.
    PRIVATE,
    /// Another template, by a fixed name below the loader's folder.
    LOAD,
    /// Another template, by a name that is computed or leads out of the folder.
    LOAD_OUTSIDE,
    /// A function that runs code or opens files, should the loader offer it.
    FUNCTION,
    /// A function that no chat template engine is known to offer.
    UNKNOWN_FUNCTION,
    /// A number that makes rendering take all memory or time.
    SIZE,
    /// Fixed text that is written only when the conversation holds a certain word.
    CONDITIONAL,
    /// The same, and the text gives orders or names an address.
    CONDITIONAL_ORDER
  }
}
