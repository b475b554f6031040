package dev.bulwark.registry.seal;

import java.io.IOException;
import java.util.Objects;

/// These bytes are not what was sealed under this key and context: changed, cut, swapped, extended,
/// or somebody else's. Nothing of the broken part was handed out.
///
/// It is an {@link IOException} because it comes up inside channels; a medium that fails shows as
/// another one.
public final class BrokenSeal extends IOException {
  BrokenSeal(String message) {
    super(message);
  }

  @Override
  public String getMessage() {
    return Objects.requireNonNull(super.getMessage());
  }
}
