package solver

import (
	"context"
	"errors"
	"fmt"
	"math/big"

	"github.com/confspace/confspace/config"
	"github.com/confspace/confspace/config/source"
	"github.com/confspace/confspace/solver/internal/circuit"
	"github.com/confspace/confspace/solver/internal/cnf"
	"github.com/confspace/confspace/solver/internal/encode"
)

// ErrNumber is wrapped by the error of [View.Unrank] for a number that no
// configuration has, and by that of [View.Configurations] for a number that is
// negative or greater than the number of configurations.
var ErrNumber = errors.New("no configuration has that number")

// noNumber returns the error for a number that is not one of the n from 0
// on.
func noNumber(number, n *big.Int) error {
	return fmt.Errorf("%w: %s of %s", ErrNumber, clipped(number), clipped(n))
}

// clipped returns a number as text, or its length if it is longer than any number of
// configurations in practice.
func clipped(n *big.Int) string {
	const most = 1000 // bits, some 300 digits
	if n.BitLen() > most {
		return fmt.Sprintf("a number of %d bits", n.BitLen())
	}
	return n.String()
}

// Rank sets z to the number of a configuration and returns z; a nil z is made. The
// number counts from 0 in canonical order, over the configurations of the view: of
// two configurations, take the first option of the catalog in which they differ;
// the one that has it comes first. In a whole space the number is a compact name of
// a variant, free of collisions: it depends on the catalog and the rules alone, and
// [View.Unrank] gives the variant back.
//
// Rank reports false when the selection is not a configuration of the view:
// it leaves an option open, breaks a rule, or does not agree with the
// view's selection.
//
// It takes a few passes over the circuit. The error wraps [ErrNoCircuit], or is
// the context's. It panics when configuration is nil or of another catalog.
func (v View) Rank(ctx context.Context, z *big.Int, configuration *config.Selection) (n *big.Int, ok bool, err error) {
	source.NeedContext("solver", ctx)
	v.made().check("Rank", configuration)
	q, err := v.ask(ctx)
	if err != nil {
		return nil, false, err
	}
	defer q.end(&err)
	if z == nil {
		z = new(big.Int)
	}
	if !configuration.Complete() {
		return z, false, nil
	}
	m := circuit.NewModel(configuration.Len())
	for o := range configuration.Chosen() {
		m.Set(encode.Option(o))
	}
	return z, q.models.Rank(z, m, q.assign), nil
}

// Unrank sets dst to configuration number n, as [View.Rank] counts them, and returns
// dst; a nil dst is made. The result is complete.
//
// It takes several passes over the circuit. The error wraps [ErrNumber] when n is
// negative or too large, wraps [ErrNoCircuit], or is the context's. It panics
// when n is nil, or dst of another catalog.
func (v View) Unrank(ctx context.Context, dst *config.Selection, n *big.Int) (configuration *config.Selection, err error) {
	source.NeedContext("solver", ctx)
	q, err := v.ask(ctx)
	if err != nil {
		return nil, err
	}
	defer q.end(&err)
	if n == nil {
		panic("solver: Unrank needs a number; it is nil")
	}
	m := circuit.NewModel(v.space.cat.NumOptions())
	if !q.models.Unrank(m, n, q.assign) {
		return nil, noNumber(n, q.circuit.Count(new(big.Int), q.assign))
	}
	return v.space.selection(dst, m), nil
}

// selection sets dst to a model and returns it; a nil dst is made.
func (s *Space) selection(dst *config.Selection, m circuit.Model) *config.Selection {
	if dst == nil {
		dst = s.cat.NewSelection()
	} else {
		s.check("Unrank", dst)
		dst.Reset()
	}
	for v := range m.True() {
		dst.Choose(encode.OptionOf(cnf.Pos(v)))
	}
	dst.CloseWorld()
	return dst
}
