package main

import (
	"context"
	"fmt"
	"os"
	"strings"

	"github.com/confspace/confspace/config"
	"github.com/confspace/confspace/rules"
	"github.com/confspace/confspace/solver"
	"github.com/confspace/confspace/solver/nnf"
)

// projected returns the space of the answers to the question's conditions, or else to
// those shown; the space itself without either.
func (q question) projected(ctx context.Context, space *solver.Space, shown []rules.Expr) (*solver.Space, error) {
	conditions := shown
	if q.by != "" {
		var err error
		if conditions, err = parseConditions(space.Catalog(), q.by); err != nil {
			return nil, err
		}
	}
	if conditions == nil {
		return space, nil
	}
	return space.Project(ctx, conditions)
}

// parseConditions parses conditions with commas between; the code of a family stands for
// each of its options.
func parseConditions(cat *config.Catalog, text string) ([]rules.Expr, error) {
	var conditions []rules.Expr
	for _, part := range split(text) {
		part = strings.TrimSpace(part)
		if f, ok := cat.LookupFamily(strings.Trim(part, `"`)); ok {
			for _, o := range cat.Family(f).Options {
				conditions = append(conditions, rules.Option(cat, o))
			}
			continue
		}
		e, err := rules.Parse(cat, part)
		if err != nil {
			return nil, fmt.Errorf("-by: %w", err)
		}
		conditions = append(conditions, e)
	}
	return conditions, nil
}

// split splits text at the commas outside of brackets and quotes.
func split(text string) []string {
	var parts []string
	depth, quoted, from := 0, false, 0
	for i, r := range text {
		switch {
		case r == '"':
			quoted = !quoted
		case quoted:
		case strings.ContainsRune("([{", r):
			depth++
		case strings.ContainsRune(")]}", r):
			depth--
		case r == ',' && depth == 0:
			parts = append(parts, text[from:i])
			from = i + 1
		}
	}
	return append(parts, text[from:])
}

// writeNNF writes the circuit of a space to a file.
func writeNNF(ctx context.Context, name string, space *solver.Space, d nnf.Dialect) (err error) {
	g, err := space.NNF(ctx)
	if err != nil {
		return err
	}
	file, err := os.Create(name)
	if err != nil {
		return err
	}
	defer func() {
		if closed := file.Close(); err == nil {
			err = closed
		}
	}()
	return nnf.Write(file, g, d)
}
