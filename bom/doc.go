// Package bom turns orders into parts and work: the 150 % bill of material of
// a product and the line that builds it.
package bom
