package dev.bulwark.scan.hdf5;

import java.util.HashMap;
import java.util.Map;

/// The object headers of a file, each read once: a named datatype is an object of its own and the
/// type of many.
final class Headers {
  private final Raw raw;
  private final Map<Long, Header> read = new HashMap<>();

  Headers(Raw raw) {
    this.raw = raw;
  }

  Header at(long at) throws Broken {
    Header header = read.get(at);
    if (header == null) {
      header = Header.read(raw, at);
      read.put(at, header);
    }
    return header;
  }
}
