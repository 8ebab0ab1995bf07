//! Names the version of libdatachannel that the benchmarks compare with.
