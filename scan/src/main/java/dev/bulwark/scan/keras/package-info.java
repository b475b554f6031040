/// Keras models: what their configuration would make a loader import, build and call.
///
/// A Keras model is a JSON tree of objects, each by module, class and settings, wherever it stands:
/// in the `model_config` attribute of an HDF5 file, in `config.json` of a `.keras` archive, or in a
/// file of its own. {@link dev.bulwark.scan.keras.KerasChecks} are rules over JSON, so all three
/// are judged alike, at any depth, whatever version the file says it is from. {@link
/// dev.bulwark.scan.keras.KerasNames} lists what may be named. {@link
/// dev.bulwark.scan.keras.KerasReader} reads the archive around it.
@NullMarked
package dev.bulwark.scan.keras;

import org.jspecify.annotations.NullMarked;
