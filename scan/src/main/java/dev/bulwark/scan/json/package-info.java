/// JSON as it lies beside models: configurations, tokenizers, notebooks, tool descriptions.
///
/// {@link dev.bulwark.scan.json.JsonReader} keeps what two parsers may disagree about (duplicate
/// keys, several documents in a row). Checks of any package look at {@link
/// dev.bulwark.scan.json.JsonView}; one that finds nothing it knows answers NotApplicable.
@NullMarked
package dev.bulwark.scan.json;

import org.jspecify.annotations.NullMarked;
