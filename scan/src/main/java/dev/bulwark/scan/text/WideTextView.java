package dev.bulwark.scan.text;

import dev.bulwark.kernel.check.Place;

/// A text of two or four bytes a character, whose content was handed on in UTF-8.
public record WideTextView(Place place, Encoding encoding) {}
