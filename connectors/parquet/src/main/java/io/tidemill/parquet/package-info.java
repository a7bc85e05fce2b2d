/// Parquet files, read into columns and written from them, without Hadoop.
///
/// Encodings, levels and dictionaries are parquet-column's work and the structures of the footer
/// parquet-format's; neither knows Hadoop. What lies between is here: the file's schema as a tree
/// of [FileField]s with their levels, pages with their codecs ([ChunkPages], [PageCodec]), values
/// into columns ([ValueReader]), and the way back ([ParquetWriter]).
///
/// A file, as it is written:
///
/// ```
/// PAR1 | row group: a chunk a column (dictionary page?, data page*) | ... | footer | its length | PAR1
/// ```
@NullMarked
package io.tidemill.parquet;

import org.jspecify.annotations.NullMarked;
