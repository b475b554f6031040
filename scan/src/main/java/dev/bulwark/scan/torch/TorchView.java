package dev.bulwark.scan.torch;

import dev.bulwark.scan.pickle.PickleView;
import dev.bulwark.scan.zip.ZipView;
import java.util.List;

/// A PyTorch file: the archive it is, and how its pickle and its storages fit together.
///
/// @param root the folder everything in it is in
/// @param storages what the pickle asks for, in its order
/// @param unnamed storages in the archive that the pickle does not ask for
/// @param complete whether the pickle was read to its end, so that `storages` is all of them
/// @param scripted whether it is a TorchScript archive, which has code of its own
/// @param code what there is of that code
/// @param pickles that PyTorch's own unpickler reads, because the archive is TorchScript's
public record TorchView(
    ZipView archive,
    String root,
    List<Stored> storages,
    List<ZipView.Member> unnamed,
    boolean complete,
    boolean scripted,
    List<Script> code,
    List<PickleView> pickles) {
  public TorchView {
    storages = List.copyOf(storages);
    unnamed = List.copyOf(unnamed);
    code = List.copyOf(code);
    pickles = List.copyOf(pickles);
  }

  /// A storage the pickle asks for.
  ///
  /// @param type the storage class, such as `torch.FloatStorage`
  /// @param wanted bytes by type and number of elements; -1 when the type is not known
  /// @param found bytes in the archive; -1 when there is no such member
  /// @param offset of the member in the archive; 0 when there is none
  public record Stored(
      String key, String type, long elements, long wanted, long found, long offset) {}
}
