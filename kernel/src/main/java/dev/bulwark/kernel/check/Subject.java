package dev.bulwark.kernel.check;

import dev.bulwark.kernel.bytes.Digest;
import dev.bulwark.kernel.json.Json;

/// Some bytes and what people call them. Only the digest identifies: the name is for reading.
public record Subject(String name, Digest digest) {

  /// `{"name":…,"digest":{"sha256":<hex>}}`, an in-toto ResourceDescriptor.
  public Json.Obj json() {
    return Json.object()
        .put("name", name)
        .put("digest", Json.object().put("sha256", digest.hex()).build())
        .build();
  }
}
