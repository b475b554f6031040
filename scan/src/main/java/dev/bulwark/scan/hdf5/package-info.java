/// HDF5 (The HDF Group, *HDF5 File Format Specification* 1.0 to 3.0): groups, links, attributes and
/// the layout of datasets, by the library's own rules of where to look.
///
/// {@link dev.bulwark.scan.hdf5.Hdf5Reader} finds the superblock, walks every object once from the
/// root, and keeps what a check may care about: names that lead out of the file, filters that need
/// a plugin, shapes that the bytes cannot fill, names that occur twice. Elements of datasets are
/// not looked at. Attributes that are documents or pickles are handed on. What the walk cannot
/// follow is in the view, so that it is told.
@NullMarked
package dev.bulwark.scan.hdf5;

import org.jspecify.annotations.NullMarked;
