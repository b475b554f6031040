/// Data and vocabularies in binary form beside a model: Parquet, Arrow, Feather, SentencePiece.
/// Their frames are checked; what is in them is data.
@NullMarked
package dev.bulwark.scan.table;

import org.jspecify.annotations.NullMarked;
