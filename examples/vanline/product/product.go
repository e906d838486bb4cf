// Package product embeds the product directory of the example line, so that
// programs and benchmarks find it wherever they are started.
package product

import "embed"

// Files is the product directory: options.yaml, rules.yaml with tables,
// bom.csv, line.yaml and orders.jsonl.
//
//go:embed options.yaml rules.yaml tables bom.csv line.yaml orders.jsonl
var Files embed.FS
