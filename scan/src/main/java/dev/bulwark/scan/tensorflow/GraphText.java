package dev.bulwark.scan.tensorflow;

import dev.bulwark.kernel.format.Source;
import dev.bulwark.scan.text.TextView;

/// A graph of TensorFlow's that is written as text.
public record GraphText(Source source, TensorflowView graph) {

  public TextView asText() {
    return new TextView(source);
  }
}
