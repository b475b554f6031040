package dev.bulwark.scan.text;

import dev.bulwark.kernel.check.Place;
import dev.bulwark.kernel.format.Source;

/// A text in UTF-8 without control characters other than white space.
public record TextView(Source source) {

  public Place place() {
    return source.place();
  }
}
