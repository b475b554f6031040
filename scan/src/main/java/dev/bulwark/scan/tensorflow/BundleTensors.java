package dev.bulwark.scan.tensorflow;

import dev.bulwark.kernel.check.Place;
import dev.bulwark.scan.protobuf.Fields;
import dev.bulwark.scan.weights.Described;
import dev.bulwark.scan.weights.Descriptions;
import dev.bulwark.scan.weights.Range;
import java.util.List;

/// Where the tensors of a checkpoint lie in its data files (`tensor_bundle.proto`).
final class BundleTensors {
  private static final String INDEX = ".index";
  private static final int MOST_SHARDS = 99_999;

  /// `DT_STRING`, whose checksum is not over its bytes alone.
  private static final long TEXT = 7;

  private final Descriptions data = new Descriptions();
  private final String prefix;
  private long shards = 1;

  BundleTensors(Place index) {
    String path = index.path().getLast();
    String file = path.substring(path.lastIndexOf('/') + 1);
    this.prefix = file.endsWith(INDEX) ? file.substring(0, file.length() - INDEX.length()) : file;
  }

  List<Described> described() {
    return data.list();
  }

  /// Takes the entry that heads the table.
  void header(Fields fields) {
    while (fields.next()) {
      if (fields.number() == 1) {
        shards = fields.value();
      } else {
        fields.check();
      }
    }
  }

  /// Takes a tensor. One that is cut into slices has no bytes of its own: the slices are tensors.
  void entry(Fields fields) {
    long type = 0;
    long shard = 0;
    long from = 0;
    long size = 0;
    long checksum = Range.UNSUMMED;
    boolean sliced = false;
    while (fields.next()) {
      switch (fields.number()) {
        case 1 -> type = fields.value();
        case 3 -> shard = fields.value();
        case 4 -> from = fields.value();
        case 5 -> size = fields.value();
        case 6 -> checksum = fields.fixed32();
        case 7 -> {
          sliced = true;
          fields.check();
        }
        default -> fields.check();
      }
    }
    if (!sliced && shard >= 0 && shard < shards && shards <= MOST_SHARDS) {
      data.add(
          "%s.data-%05d-of-%05d".formatted(prefix, shard, shards),
          new Range(from, size, type == TEXT ? Range.UNSUMMED : checksum));
    }
  }
}
