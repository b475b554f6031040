/// Boosted trees: XGBoost in its three forms, LightGBM's text, CatBoost's binary. Their loaders are
/// native code that trusts the numbers in the file; the numbers are held against each other here.
@NullMarked
package dev.bulwark.scan.boost;

import org.jspecify.annotations.NullMarked;
