/// Apache MXNet: graphs as JSON (`-symbol.json`) and lists of arrays (`.params`).
@NullMarked
package dev.bulwark.scan.mxnet;

import org.jspecify.annotations.NullMarked;
