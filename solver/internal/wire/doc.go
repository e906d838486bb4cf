// Package wire writes and reads numbers and text as a stream of blocks, each
// with a checksum, so that a reader uses only verified bytes.
//
//	magic  version  | length  payload  sum | length  payload  sum | ...
//	       4 bytes    4       1..65536 8
//
// Numbers are unsigned varints, which no block boundary splits; text is its
// length and its bytes, which may be split. Only the caller knows the contents
// and their end: it reads them in the order in which they were written. The end
// has no mark, and no byte behind the last needed block is read.
//
// # Checksum
//
// The sum of a block is the CRC-64 (ECMA-182) of all lengths and payloads up to its
// end, and of magic and version, so that a block that is missing, repeated or in
// another place is noticed at once. A CRC certainly finds any damage of up to 64
// bits in a row, and takes no longer than reading. Like any sum without a key it
// does not protect against a forger, so readers also check that the contents make
// sense.
//
// # Bounds
//
// A reader allocates in proportion to the bytes that it has read and verified,
// never to a number in the stream, see [Grow].
package wire
