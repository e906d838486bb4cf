// Package wire writes and reads numbers and text as a stream of blocks, each
// with a checksum, so that a reader looks at nothing that was not verified.
//
//	magic  version  | length  payload  sum | length  payload  sum | ...
//	       4 bytes    4       1..65536 8
//
// Numbers are unsigned varints, which no block boundary splits; text is its
// length and its bytes, which may be split. What comes, and where it ends, only
// the caller knows: it reads what was written, in the same order. Nothing marks
// the end, and nothing behind the last block that is needed is read.
//
// # Checksum
//
// The sum of a block is the CRC-64 (ECMA-182) of all lengths and payloads up to
// its end, and of magic and version, so that a block that is missing, repeated or
// in another place is noticed at once. A CRC notices any damage of up to 64 bits in
// a row for certain, where a cryptographic hash would only almost surely, takes no
// longer than reading does, and like any sum without a key it is no defence
// against a forger: readers check that what they read makes sense, besides.
//
// # Bounds
//
// A reader allocates in proportion to what it has read and verified, never to a
// number that it was told, see [Grow].
package wire
